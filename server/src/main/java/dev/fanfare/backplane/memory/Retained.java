package dev.fanfare.backplane.memory;

import dev.fanfare.metrics.Budget;

/** What {@link Retention} notes of a topic. Written with the topic's lock held. */
final class Retained {
  static final long NEVER = Long.MAX_VALUE;

  /** Bytes that the budget counts for it. */
  long bytes;

  /** It waits for its turn to be forgotten or thinned out. */
  boolean isQueued;

  /** When it had been used last when it began to wait. */
  long queuedAtMillis;

  /** When its state is looked after at the latest. */
  long dueMillis = NEVER;

  /** It is not the topic of its name any more. */
  volatile boolean isForgotten;

  /** Whether the budget has so many bytes more for it; then it counts them. */
  boolean grow(long more, Budget budget) {
    boolean granted = budget.take(more);
    if (granted) {
      bytes += more;
    }
    return granted;
  }

  /** It takes as many bytes as this now. */
  void settle(long now, Budget budget) {
    budget.add(now - bytes);
    bytes = now;
  }
}
