package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.TopicName;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listeners of this instance by topic: one subscription of Redis a topic, however many listen.
 *
 * <p>The list of what is followed is kept here, and every change comes down to one question: <em>is
 * each topic subscribed to on the connection to whoever keeps it now?</em> A connection that broke,
 * a failover and a topic that moved within a cluster are the same to it: the connection is another
 * one.
 *
 * <p>What Redis has confirmed may have missed something before. So the topic's head is asked for,
 * and told to the listeners; until then it is <em>unheard</em>. Each head is asked for again every
 * few seconds, in case something was missed that nobody noticed.
 *
 * <p>SUBSCRIBE and UNSUBSCRIBE are sent by the keeper's thread alone, in the order in which the map
 * changed. Messages are told on the thread that receives them.
 */
final class RedisSubscriptions implements Shard.Observer {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSubscriptions.class);

  private final Shards shards;
  private final Heads heads;
  private final BiConsumer<TopicName, @Nullable Throwable> onRead;
  private final EventExecutor keeper;
  private final ConcurrentMap<TopicName, TopicFeed> feeds = new ConcurrentHashMap<>();
  private final Set<TopicName> unheard = ConcurrentHashMap.newKeySet();

  /** Why Redis refused the last subscription that it refused, for {@link #trouble}. */
  private volatile String refusal = "";

  // What gathers on the keeper's thread and goes to Redis together: topics to subscribe to, and
  // topics whose heads are to be asked for.
  private final Map<PubSubConnection, List<TopicName>> joining = new HashMap<>();
  private final Set<TopicName> asking = new LinkedHashSet<>();
  private boolean flushing;

  /**
   * Subscriptions to nothing yet.
   *
   * @param onRead hears what came of reading a topic's head
   */
  RedisSubscriptions(
      Shards shards,
      Heads heads,
      BiConsumer<TopicName, @Nullable Throwable> onRead,
      EventExecutor keeper) {
    this.shards = shards;
    this.heads = heads;
    this.onRead = onRead;
    this.keeper = keeper;
  }

  Following follow(TopicName topic, TopicListener listener) {
    TopicFeed.ListenerEntry entry = new TopicFeed.ListenerEntry(listener);
    TopicFeed followed =
        feeds.compute(
            topic,
            (_, present) -> {
              TopicFeed feed = present == null ? new TopicFeed() : present;
              feed.add(entry);
              feed.doubt();
              return feed;
            });
    keeper.execute(() -> settle(topic, followed));
    return () -> leave(topic, followed, entry);
  }

  private void leave(TopicName topic, TopicFeed left, TopicFeed.ListenerEntry entry) {
    TopicFeed stays = feeds.computeIfPresent(topic, (_, feed) -> feed.remove(entry) ? null : feed);
    // Not from within: the keeper could look before the topic is out of the map, and let it be.
    if (stays == null) {
      keeper.execute(() -> drop(topic, left));
    }
  }

  /** Why not all that is followed is heard. */
  Optional<String> trouble() {
    int count = unheard.size();
    return count == 0
        ? Optional.empty()
        : Optional.of("Redis is not heard on " + count + " of the followed topics" + refusal);
  }

  @Override
  public void onChange() {
    feeds.forEach(this::settle);
  }

  /** Tries again what did not work. On the keeper's thread. */
  void beat() {
    feeds.forEach((topic, feed) -> {
      settle(topic, feed);
      if (feed.whereabouts().isOverdue(feed.isInDoubt())) {
        unheard.add(topic);
      }
    });
  }

  /**
   * Asks for the heads of a share of the topics, in case something was missed and not noticed. On
   * the keeper's thread.
   */
  void probe(int share, int shares) {
    feeds.forEach((topic, feed) -> {
      if (Math.floorMod(topic.hashCode(), shares) == share && feed.whereabouts().isConfirmed()) {
        asking.add(topic);
      }
    });
    flushSoon();
  }

  /**
   * Subscribes where the topic is now, unless that is done; asks for the head if it is in doubt.
   */
  private void settle(TopicName topic, TopicFeed feed) {
    PubSubConnection before = feed.whereabouts().at();
    PubSubConnection now = shards.of(topic).flatMap(Shard::telling).orElse(null);
    if (now != before) {
      if (before != null) {
        feed.doubt();
        unheard.add(topic);
        before.unsubscribe(topic);
      }
      feed.whereabouts().moveTo(now);
      if (now != null) {
        joining.computeIfAbsent(now, _ -> new ArrayList<>()).add(topic);
        flushSoon();
      }
    } else if (feed.whereabouts().isConfirmed() && feed.isInDoubt()) {
      asking.add(topic);
      flushSoon();
    }
  }

  private void drop(TopicName topic, TopicFeed left) {
    if (!feeds.containsKey(topic)) {
      unheard.remove(topic);
      PubSubConnection at = left.whereabouts().at();
      if (at != null && !isJoining(at, topic)) {
        at.unsubscribe(topic);
      }
    }
  }

  /** Whether SUBSCRIBE has yet to be sent; then it is not, or it would come behind UNSUBSCRIBE. */
  private boolean isJoining(PubSubConnection at, TopicName topic) {
    List<TopicName> topics = joining.get(at);
    return topics != null && topics.remove(topic);
  }

  /** Behind all that waits for the keeper now: the more there is to do, the more goes together. */
  private void flushSoon() {
    if (!flushing) {
      flushing = true;
      keeper.execute(this::flush);
    }
  }

  private void flush() {
    flushing = false;
    joining.values().removeIf(List::isEmpty);
    joining.forEach((telling, topics) ->
        telling.subscribe(
            topics, (topic, failure) -> keeper.execute(() -> onRefused(telling, topic, failure))));
    joining.clear();
    List<Heads.HeadQuestion> questions = new ArrayList<>();
    for (TopicName topic : asking) {
      TopicFeed feed = feeds.get(topic);
      if (feed != null) {
        questions.add(new Heads.HeadQuestion(topic, reader(topic, feed)));
      }
    }
    asking.clear();
    heads.read(questions);
  }

  /** It is somewhere else by now, or Redis is away: the next beat tries again. */
  private void onRefused(PubSubConnection telling, TopicName topic, Throwable failure) {
    LOG.debug("not subscribed to {}", topic, failure);
    refusal = Failure.codeOf(failure) == null ? "" : " (" + Failure.refusal(failure) + ")";
    TopicFeed feed = feeds.get(topic);
    if (feed != null && feed.whereabouts().at() == telling) {
      feed.whereabouts().moveTo(null);
      shards.refresh();
    }
  }

  private Heads.HeadReader reader(TopicName topic, TopicFeed feed) {
    HeadRule.Asked asked = feed.ask();
    return (head, failure) -> {
      onRead.accept(topic, failure);
      boolean deaf = head != null && feed.onHead(asked, head);
      keeper.execute(() -> onAnswered(topic, feed, failure));
      if (deaf) {
        keeper.execute(() -> renew(topic));
      }
    };
  }

  /** An answer may come late: what nobody follows any more is not missed. */
  private void onAnswered(TopicName topic, TopicFeed feed, @Nullable Throwable failure) {
    if (feeds.get(topic) != feed) {
      return;
    }
    if (failure != null) {
      unheard.add(topic);
    } else if (!feed.isInDoubt()) {
      unheard.remove(topic);
    }
  }

  private void renew(TopicName topic) {
    LOG.warn("Redis does not tell of topic {}: connecting again", topic);
    shards.of(topic).ifPresent(Shard::renewPubSub);
  }

  @Override
  public void onSubscribed(PubSubConnection here, TopicName topic) {
    keeper.execute(() -> {
      TopicFeed feed = feeds.get(topic);
      if (feed == null) {
        here.unsubscribe(topic);
      } else if (feed.whereabouts().at() == here) {
        feed.whereabouts().confirm();
        refusal = "";
        settle(topic, feed);
      }
    });
  }

  /** Unless nobody wanted it any more, the topic has left for another master. */
  @Override
  public void onUnsubscribed(PubSubConnection here, TopicName topic) {
    keeper.execute(() -> {
      TopicFeed feed = feeds.get(topic);
      if (feed != null && feed.whereabouts().at() == here) {
        feed.doubt();
        feed.whereabouts().moveTo(null);
        unheard.add(topic);
        shards.refresh().thenRun(() -> keeper.execute(this::onChange));
      }
    });
  }

  @Override
  public void onMessage(TopicName topic, String message) {
    TopicFeed feed = feeds.get(topic);
    if (feed == null) {
      return;
    }
    Delta told;
    try {
      told = read(topic, message);
    } catch (RuntimeException e) { // whatever it is, this message cannot be read
      LOG.warn("unreadable message of topic {}: {}", topic, e.toString());
      feed.doubt();
      keeper.execute(() -> settle(topic, feed));
      return;
    }
    feed.onAppended(told);
  }

  private static Delta read(TopicName topic, String message) {
    Delta told = EventReader.readDelta(message);
    if (!told.topic().equals(topic) || told.to().isStart()) {
      throw new IllegalArgumentException(
          "a delta of %s to %s: expected one of this topic".formatted(told.topic(), told.to()));
    }
    return told;
  }
}
