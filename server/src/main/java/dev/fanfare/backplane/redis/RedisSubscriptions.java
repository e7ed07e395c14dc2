package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who here listens to which topics: one subscription of Redis a topic, however many listen.
 *
 * <p>SUBSCRIBE and UNSUBSCRIBE of a topic are sent while its entry of the map is locked, so that
 * Redis gets them in the order in which the map changed. After a broken connection Lettuce
 * subscribes again to all that Redis had confirmed, and says so for each; what had not been
 * confirmed is {@link #unheard} and tried again by {@link #retry}.
 */
final class RedisSubscriptions extends RedisPubSubAdapter<String, String> {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSubscriptions.class);

  private final StatefulRedisPubSubConnection<String, String> connection;
  private final Function<TopicName, CompletionStage<Optional<Position>>> heads;
  private final ConcurrentMap<TopicName, Subscription> subscriptions = new ConcurrentHashMap<>();
  private final Set<TopicName> unheard = ConcurrentHashMap.newKeySet();

  RedisSubscriptions(
      StatefulRedisPubSubConnection<String, String> connection,
      Function<TopicName, CompletionStage<Optional<Position>>> heads) {
    this.connection = connection;
    this.heads = heads;
    connection.addListener(this);
  }

  Following follow(TopicName topic, TopicListener listener) {
    Subscription.Place place = new Subscription.Place(listener);
    subscriptions.compute(
        topic,
        (_, present) -> {
          Subscription subscription = present == null ? new Subscription() : present;
          subscription.add(place);
          subscribe(topic);
          return subscription;
        });
    return () -> leave(topic, place);
  }

  private void leave(TopicName topic, Subscription.Place place) {
    subscriptions.computeIfPresent(
        topic,
        (_, subscription) -> {
          if (!subscription.remove(place)) {
            return subscription;
          }
          unsubscribe(topic);
          return null;
        });
  }

  /** Reads the heads again, in case an interruption was not noticed. */
  void probe() {
    subscriptions.forEach(this::readHead);
  }

  /** Subscribes to what could not be subscribed to before. */
  void retry() {
    for (TopicName topic : List.copyOf(unheard)) {
      unheard.remove(topic);
      subscriptions.computeIfPresent(
          topic,
          (_, subscription) -> {
            subscribe(topic);
            return subscription;
          });
    }
  }

  /** Why not all that is followed is heard. */
  Optional<String> trouble() {
    int count = unheard.size();
    return count == 0
        ? Optional.empty()
        : Optional.of("Redis is not heard on " + count + " of the followed topics");
  }

  /**
   * Redis may say so before the one who asked has left the entry of the map, hence the lock. If
   * nobody listens, an UNSUBSCRIBE was lost with a connection, and Lettuce has subscribed again.
   */
  @Override
  public void subscribed(String channel, long count) {
    TopicName topic = TopicKeys.topicOf(channel);
    Subscription subscription =
        subscriptions.compute(
            topic,
            (_, present) -> {
              if (present == null) {
                unsubscribe(topic);
              }
              return present;
            });
    if (subscription != null) {
      unheard.remove(topic);
      readHead(topic, subscription);
    }
  }

  private void readHead(TopicName topic, Subscription subscription) {
    heads
        .apply(topic)
        .whenComplete((head, failure) -> {
          if (failure == null) {
            subscription.onHeard(head.orElse(null));
          } else {
            unheard.add(topic);
          }
        });
  }

  @Override
  public void message(String channel, String message) {
    Subscription subscription = subscriptions.get(TopicKeys.topicOf(channel));
    if (subscription == null) {
      return;
    }
    Delta told;
    try {
      told = EventReader.readDelta(message);
    } catch (ProtocolException | IllegalArgumentException e) {
      LOG.warn("unreadable message on {}", channel, e);
      readHead(TopicKeys.topicOf(channel), subscription);
      return;
    }
    subscription.onAppended(told);
  }

  private void subscribe(TopicName topic) {
    try {
      connection
          .async()
          .subscribe(TopicKeys.channel(topic))
          .whenComplete((_, failure) -> {
            if (failure != null) {
              unheard.add(topic);
            }
          });
    } catch (RedisException e) {
      unheard.add(topic);
    }
  }

  private void unsubscribe(TopicName topic) {
    unheard.remove(topic);
    try {
      var _ = connection.async().unsubscribe(TopicKeys.channel(topic));
    } catch (RedisException e) {
      LOG.debug("not unsubscribed from {}", topic, e);
    }
  }
}
