package dev.fanfare.backplane.redis;

import org.jspecify.annotations.Nullable;

/**
 * The connection on which one topic is subscribed to, and whether Redis has confirmed that. Only
 * the keeper's thread uses it.
 */
final class Whereabouts {
  private @Nullable PubSubConnection at;
  private boolean confirmed;
  private boolean wasInDoubt;

  /** Where SUBSCRIBE was sent, or is about to be; null if nowhere. */
  @Nullable PubSubConnection at() {
    return at;
  }

  boolean isConfirmed() {
    return confirmed;
  }

  /** The topic is subscribed to on another connection, or on none. Redis has yet to confirm it. */
  void moveTo(@Nullable PubSubConnection connection) {
    at = connection;
    confirmed = false;
  }

  void confirm() {
    confirmed = true;
  }

  /**
   * Called once a beat.
   *
   * @return whether the topic was in doubt at the beat before, too: its head is overdue
   */
  boolean isOverdue(boolean inDoubt) {
    boolean before = wasInDoubt;
    wasInDoubt = inDoubt;
    return before && inDoubt;
  }
}
