package dev.fanfare.fanout;

import dev.fanfare.metrics.Budget;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.TopicName;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that the topics of all homes take, and how much of it the lingering topics would free.
 * Safe for any thread.
 */
final class FollowedRoom {
  /** The bytes of a topic for each lane with subscribers of it. */
  static final int MEMBERS_BYTES = 500;

  private static final int TOPIC_BYTES = 1_000;

  /** Replicas may exceed the limit by this part of it while other homes make room. */
  private static final int SLACK = 8;

  private final Budget budget;
  private final AtomicLong lingering = new AtomicLong();

  FollowedRoom(long limit, Metrics metrics) {
    budget = new Budget(limit, metrics, Metric.FOLLOWED_BYTES);
  }

  /** The bytes of a topic besides its log and state. */
  static long topic(TopicName name) {
    return (long) TOPIC_BYTES + name.value().length();
  }

  long limit() {
    return budget.limit();
  }

  /** Whether one more topic may be followed, if need be in place of lingering ones. */
  boolean hasRoom() {
    return !budget.lacks(MEMBERS_BYTES + TOPIC_BYTES - lingering.get());
  }

  void add(long bytes) {
    budget.add(bytes);
  }

  void linger(long bytes) {
    lingering.addAndGet(bytes);
  }

  boolean isOver() {
    return budget.lacks(0);
  }

  /** Whether the limit is exceeded by too much to wait for other homes. */
  boolean isFarOver() {
    return budget.lacks(-(budget.limit() / SLACK));
  }
}
