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
import java.util.Locale;
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
 * The listeners of this instance by topic: one Redis subscription for each topic, however many
 * listeners it has.
 *
 * <p>This class keeps the list of followed topics, and every change leads to one question: <em>is
 * each topic subscribed to on the connection to its present master?</em> A broken connection, a
 * failover and a topic that moved within a Cluster are the same case: the connection is another
 * one.
 *
 * <p>Messages may have been lost before Redis confirms a subscription. So after the confirmation
 * the topic's head is read and sent to the listeners; until then the topic is <em>unheard</em>.
 * Each head is read again every few seconds, in case a message was lost unnoticed.
 *
 * <p>Only the keeper's thread sends SUBSCRIBE and UNSUBSCRIBE, in the order in which the map
 * changed. Listeners receive messages on the thread that reads them.
 */
final class RedisSubscriptions implements Shard.Observer {
  private static final Logger LOG = LoggerFactory.getLogger(RedisSubscriptions.class);

  private final Shards shards;
  private final Heads heads;
  private final BiConsumer<TopicName, @Nullable Throwable> onRead;
  private final EventExecutor keeper;
  private final ConcurrentMap<TopicName, TopicFeed> feeds = new ConcurrentHashMap<>();
  private final Set<TopicName> unheard = ConcurrentHashMap.newKeySet();

  /** The reason of Redis' last refusal of a subscription, for {@link #trouble}. */
  private volatile String refusal = "";

  // The keeper's thread collects here what the next flush sends together: topics to subscribe to,
  // and topics whose heads are to be read.
  private final Map<PubSubConnection, List<TopicName>> joining = new HashMap<>();
  private final Set<TopicName> asking = new LinkedHashSet<>();
  private boolean flushing;

  /**
   * No subscriptions yet.
   *
   * @param onRead receives the result of each read of a head: a failure, or null
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
    // As a task: otherwise the keeper could look while the topic is still in the map, and keep it.
    if (stays == null) {
      keeper.execute(() -> drop(topic, left));
    }
  }

  /** Why the messages of some followed topics do not arrive; empty if they all do. */
  Optional<String> trouble() {
    int count = unheard.size();
    return count == 0
        ? Optional.empty()
        : Optional.of("Redis sends no messages of " + count + " followed topics" + refusal);
  }

  @Override
  public void onChange() {
    feeds.forEach(this::settle);
  }

  /** Tries again what failed before. On the keeper's thread. */
  void beat() {
    feeds.forEach((topic, feed) -> {
      settle(topic, feed);
      if (feed.whereabouts().isOverdue(feed.isInDoubt())) {
        unheard.add(topic);
      }
    });
  }

  /**
   * Reads the heads of one share of the topics, in case a message was lost unnoticed. On the
   * keeper's thread.
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
   * Subscribes on the connection to the topic's present master, unless that is done. Reads the head
   * if the topic is in doubt.
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

  /**
   * Whether SUBSCRIBE has yet to be sent. Then neither command is sent: SUBSCRIBE would come after
   * UNSUBSCRIBE.
   */
  private boolean isJoining(PubSubConnection at, TopicName topic) {
    List<TopicName> topics = joining.get(at);
    return topics != null && topics.remove(topic);
  }

  /** Flushes after all tasks that now wait for the keeper, so a busy keeper sends more at once. */
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

  /** The topic has moved, or Redis cannot be reached: the next beat tries again. */
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

  /** An answer may come late: a topic that is no longer followed cannot be unheard. */
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
    LOG.warn("Redis sends no messages of topic {}: connecting again", topic);
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

  /** If somebody still follows the topic, it has moved to another master. */
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
    } catch (RuntimeException e) { // whatever the reason, this message cannot be read
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
          String.format(
              Locale.ROOT,
              "a delta of %s to %s: expected one of this topic",
              told.topic(),
              told.to()));
    }
    return told;
  }
}
