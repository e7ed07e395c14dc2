package dev.fanfare.fanout;

import dev.fanfare.metrics.Budget;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.TopicName;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The heap that the topics of all homes take, and how much of it those that only linger would give
 * back. Safe for any thread.
 */
final class FollowedRoom {
  /** What a topic takes for each lane with subscribers of it. */
  static final int MEMBERS_BYTES = 500;

  private static final int TOPIC_BYTES = 1_000;

  /** By such a part of the limit replicas may exceed it, while other homes make room. */
  private static final int SLACK = 8;

  private final Budget budget;
  private final AtomicLong lingering = new AtomicLong();

  FollowedRoom(long limit, Metrics metrics) {
    budget = new Budget(limit, metrics, Metric.FOLLOWED_BYTES);
  }

  /** What a topic takes besides its log and state. */
  static long topic(TopicName name) {
    return (long) TOPIC_BYTES + name.value().length();
  }

  long limit() {
    return budget.limit();
  }

  /** Whether one topic more may be followed, in place of some that linger if need be. */
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

  /** Whether it is over by more than others can be waited for. */
  boolean isFarOver() {
    return budget.lacks(-(budget.limit() / SLACK));
  }
}
