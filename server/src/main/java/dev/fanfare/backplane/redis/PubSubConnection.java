package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.function.BiConsumer;

/**
 * A connection on which Redis sends messages: within the shard if the server can do that ({@code
 * SSUBSCRIBE}), otherwise throughout the Cluster or the single server. Only the keeper's thread
 * calls its methods.
 */
final class PubSubConnection {
  /** Receives what arrives on the connection, on the thread that reads it. */
  interface PubSubListener {
    /** Redis sends the messages of this topic here from now on. */
    void onSubscribed(PubSubConnection here, TopicName topic);

    /** Redis no longer sends the messages of this topic here. */
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

  /**
   * Subscribes to all of these topics with one write. {@code onRefused} receives each topic that
   * was refused.
   */
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

  /** A closed connection has no subscriptions. */
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
