package dev.fanfare.backplane.memory;

import dev.fanfare.metrics.Budget;

/** What {@link Retention} keeps about a topic. Written with the topic's lock held. */
final class Retained {
  static final long NEVER = Long.MAX_VALUE;

  /** Bytes that the budget counts for the topic. */
  long bytes;

  /** Whether the topic is in the queue of those that may be forgotten or thinned. */
  boolean isQueued;

  /** When the topic had last been used at the time it was queued. */
  long queuedAtMillis;

  /** By when its expired state becomes events, at the latest. */
  long dueMillis = NEVER;

  /** Whether the topic was forgotten: the map may hold another topic of this name. */
  volatile boolean isForgotten;

  /** Takes more bytes from the budget; false if it does not have them. */
  boolean grow(long more, Budget budget) {
    boolean granted = budget.take(more);
    if (granted) {
      bytes += more;
    }
    return granted;
  }

  /** Sets the number of bytes that the topic takes. */
  void settle(long now, Budget budget) {
    budget.add(now - bytes);
    bytes = now;
  }
}
