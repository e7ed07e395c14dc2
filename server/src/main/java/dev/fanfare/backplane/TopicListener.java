package dev.fanfare.backplane;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;

/**
 * Hears what happens in a topic. Called by one thread at a time, which must not be blocked and not
 * be used to call the backplane.
 */
public interface TopicListener {
  /**
   * Everything after this head of the store is told; what came before it may have been missed.
   * Called once at first, again whenever the way to the store was interrupted, and now and then in
   * case that was not noticed.
   */
  void onFollowing(Position head);

  /** Something was appended: every event of one publication, {@code from} the head before it. */
  void onAppended(Delta told);
}
