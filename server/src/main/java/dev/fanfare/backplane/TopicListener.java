package dev.fanfare.backplane;

import dev.fanfare.topic.Delta;

/**
 * Hears what happens in a topic. Called by one thread at a time, which must not be blocked and not
 * be used to call the backplane.
 */
public interface TopicListener {
  /**
   * From now on everything is told; what was told before may have been missed. Called once at first
   * and again whenever the way to the store was interrupted.
   */
  void onFollowing();

  /** Something was appended: every event of one publication, {@code from} the head before it. */
  void onAppended(Delta told);
}
