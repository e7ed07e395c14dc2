package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * One connection on which Redis tells: within the shard where it can ({@code SSUBSCRIBE}),
 * otherwise throughout the cluster or the one server. Asked by the keeper's thread alone.
 */
final class PubSubConnection {
  /** Hears what comes on it, on the thread that receives it. */
  interface PubSubListener {
    /** From now on Redis tells of this topic here. */
    void onSubscribed(PubSubConnection here, TopicName topic);

    /** Redis does not tell of this topic here any more. */
    void onUnsubscribed(PubSubConnection here, TopicName topic);

    void onMessage(TopicName topic, String message);
  }

  private final StatefulRedisPubSubConnection<String, String> connection;
  private final TopicKeys keys;
  private final boolean sharded;

  PubSubConnection(
      StatefulRedisPubSubConnection<String, String> connection,
      TopicKeys keys,
      boolean sharded,
      PubSubListener ear) {
    this.connection = connection;
    this.keys = keys;
    this.sharded = sharded;
    connection.addListener(new Listener(ear));
  }

  /** Subscribes to all of them with one write; whoever asked hears of each that was refused. */
  void subscribe(List<TopicName> topics, BiConsumer<TopicName, Throwable> onRefused) {
    if (sharded) {
      connection.setAutoFlushCommands(false);
      topics.forEach(topic -> send(List.of(topic), onRefused));
      connection.setAutoFlushCommands(true);
      connection.flushCommands();
    } else {
      send(topics, onRefused);
    }
  }

  private void send(List<TopicName> topics, BiConsumer<TopicName, Throwable> onRefused) {
    String[] channels = topics.stream().map(keys::channel).toArray(String[]::new);
    try {
      var redis = connection.async();
      (sharded ? redis.ssubscribe(channels) : redis.subscribe(channels))
          .whenComplete((_, failure) -> {
            if (failure != null) {
              topics.forEach(topic -> onRefused.accept(topic, failure));
            }
          });
    } catch (RedisException e) {
      topics.forEach(topic -> onRefused.accept(topic, e));
    }
  }

  /** Where the connection is gone, so is what was subscribed to on it. */
  void unsubscribe(TopicName topic) {
    if (connection.isOpen()) {
      String channel = keys.channel(topic);
      var redis = connection.async();
      var _ = sharded ? redis.sunsubscribe(channel) : redis.unsubscribe(channel);
    }
  }

  private final class Listener extends RedisPubSubAdapter<String, String> {
    private final PubSubListener ear;

    Listener(PubSubListener ear) {
      this.ear = ear;
    }

    @Override
    public void subscribed(String channel, long count) {
      ear.onSubscribed(PubSubConnection.this, keys.topicOf(channel));
    }

    @Override
    public void ssubscribed(String channel, long count) {
      ear.onSubscribed(PubSubConnection.this, keys.topicOf(channel));
    }

    @Override
    public void unsubscribed(String channel, long count) {
      ear.onUnsubscribed(PubSubConnection.this, keys.topicOf(channel));
    }

    @Override
    public void sunsubscribed(String channel, long count) {
      ear.onUnsubscribed(PubSubConnection.this, keys.topicOf(channel));
    }

    @Override
    public void message(String channel, String message) {
      ear.onMessage(keys.topicOf(channel), message);
    }

    @Override
    public void smessage(String channel, String message) {
      ear.onMessage(keys.topicOf(channel), message);
    }
  }
}
