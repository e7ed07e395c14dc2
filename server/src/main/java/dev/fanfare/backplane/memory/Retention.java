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
 * Which topics are kept, of all that the store holds, while the bytes that they take are limited.
 *
 * <p>A topic that could give something waits in a queue: it has no state and no followers and can
 * be forgotten, or it has a log. Where room is needed the first of them gives what it can. One that
 * was used while it waited goes to the end once more, so the order is about that of their last use,
 * and nothing is written when a topic is used. A topic is in the queue once at most, and a turn
 * either gives something or was paid for by a use; so the work is in proportion to what is
 * published, not to what is held.
 *
 * <p>State that has expired is given up first: a topic that is not followed is looked after when
 * its time has come and room is needed, or at the next use.
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
   * Counts what a topic takes after something was done to it. With its lock held.
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

  /** Forgets the topic. With its lock held; what is returned takes its place in the map. */
  @Nullable MemoryTopic forgotten(MemoryTopic topic) {
    topic.retained.settle(0, budget);
    topic.retained.isForgotten = true;
    if (topic.retained.dueMillis != Retained.NEVER) {
      deadlines.move(topic, Retained.NEVER);
    }
    return null;
  }

  /**
   * Makes room for so many bytes, or for as many as can be. With no lock held.
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

  /** Lets go of topics that wait though they are forgotten. */
  void dropForgotten() {
    oldest.removeIf(topic -> topic.retained.isForgotten);
  }

  /** Makes events of state that has expired though nobody has asked. */
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

  /** Changes the topic unless it is forgotten; whether it takes less then. */
  @SuppressWarnings("ReferenceEquality") // that very topic, not one that has begun anew
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
