package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.OperationIds;
import dev.fanfare.metrics.Budget;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.TopicName;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/**
 * Decides which topics are kept while the bytes of all topics are limited.
 *
 * <p>A topic that can free memory waits in a queue. Without state and followers it can be
 * forgotten; otherwise it has a log to drop. When room is needed, the first topic of the queue
 * frees what it can. A topic that was used while it waited goes back to the end, so the order is
 * roughly that of the last use, and using a topic writes nothing here. A topic is in the queue at
 * most once, and each turn either frees something or follows a use. So the work is in proportion to
 * what is published, not to what is held.
 *
 * <p>Expired state is freed first. In a topic without followers, expired state becomes events when
 * room is needed or at the topic's next use.
 */
final class Retention {
  private final ConcurrentMap<TopicName, MemoryTopic> topics;
  private final StoreClock clock;
  private final OperationIds ids;
  private final Metrics metrics;
  private final Budget budget;
  private final Queue<MemoryTopic> oldest = new ConcurrentLinkedQueue<>();
  private final Deadlines deadlines = new Deadlines();

  Retention(
      ConcurrentMap<TopicName, MemoryTopic> topics,
      StoreClock clock,
      OperationIds ids,
      Metrics metrics,
      Budget budget) {
    this.topics = topics;
    this.clock = clock;
    this.ids = ids;
    this.metrics = metrics;
    this.budget = budget;
  }

  /**
   * Updates the number of bytes of a topic after an operation. Called with its lock held.
   *
   * @return the topic; null if it is not to be kept
   */
  @Nullable MemoryTopic settled(MemoryTopic topic) {
    if (topic.isUnused()) {
      return forgotten(topic);
    }
    Retained retained = topic.retained;
    retained.settle(topic.footprint(), budget);
    if (!retained.isQueued && topic.hasToGive()) {
      queue(topic);
    }
    long next = topic.nextExpiryMillis().orElse(Retained.NEVER);
    if (next < retained.dueMillis) {
      deadlines.move(topic, next);
    }
    return topic;
  }

  /** Forgets the topic. Called with its lock held; the result, null, takes its place in the map. */
  @Nullable MemoryTopic forgotten(MemoryTopic topic) {
    topic.retained.settle(0, budget);
    topic.retained.isForgotten = true;
    if (topic.retained.dueMillis != Retained.NEVER) {
      deadlines.move(topic, Retained.NEVER);
    }
    return null;
  }

  /**
   * Makes room for this number of bytes, or as much as possible. Called with no lock held.
   *
   * @return whether there is more room than before
   */
  boolean makeRoom(long bytes) {
    boolean given = sweep();
    MemoryTopic first = oldest.poll();
    while (first != null) {
      given |= give(first);
      first = budget.lacks(bytes) ? oldest.poll() : null;
    }
    return given;
  }

  /** Removes forgotten topics from the queue. */
  void dropForgotten() {
    oldest.removeIf(topic -> topic.retained.isForgotten);
  }

  /** Turns all expired state into events. Returns whether that freed memory. */
  private boolean sweep() {
    boolean given = false;
    StoreClock.Reading now = clock.now();
    for (MemoryTopic due = deadlines.firstDue(now.elapsedMillis());
        due != null;
        due = deadlines.firstDue(now.elapsedMillis())) {
      given |= changed(due, topic -> lookAfter(topic, now));
    }
    return given;
  }

  private MemoryTopic lookAfter(MemoryTopic topic, StoreClock.Reading now) {
    topic.turnTo(now, ids);
    deadlines.move(topic, topic.nextExpiryMillis().orElse(Retained.NEVER));
    settled(topic);
    return topic;
  }

  private boolean give(MemoryTopic first) {
    return changed(
        first,
        topic -> {
          topic.turnTo(clock.now(), ids);
          topic.retained.isQueued = false;
          if (topic.usedAtMillis() != topic.retained.queuedAtMillis) {
            return settled(topic);
          }
          metrics.increment(Metric.FORGOTTEN);
          if (topic.isForgettable()) {
            return forgotten(topic);
          }
          topic.thin();
          return settled(topic);
        });
  }

  private interface TopicChange {
    @Nullable MemoryTopic on(MemoryTopic topic);
  }

  /** Changes the topic unless it is forgotten. Returns whether it takes fewer bytes afterwards. */
  @SuppressWarnings("ReferenceEquality") // the identical topic, not a new one of the same name
  private boolean changed(MemoryTopic wanted, TopicChange change) {
    long[] less = {0};
    topics.computeIfPresent(
        wanted.name(),
        (_, topic) -> {
          if (topic != wanted) {
            return topic;
          }
          long before = topic.retained.bytes;
          MemoryTopic kept = change.on(topic);
          less[0] = before - topic.retained.bytes;
          return kept;
        });
    return less[0] > 0;
  }

  private void queue(MemoryTopic topic) {
    topic.retained.isQueued = true;
    topic.retained.queuedAtMillis = topic.usedAtMillis();
    oldest.add(topic);
  }
}
