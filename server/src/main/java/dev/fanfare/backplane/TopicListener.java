package dev.fanfare.backplane;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;

/**
 * Receives what happens in a topic. One thread at a time calls it. A listener must not block that
 * thread and must not call the backplane on it.
 */
public interface TopicListener {
  /**
   * The listener receives everything after this head of the store; it may have missed earlier
   * events. Called when following begins, after every interruption, and every few seconds in case
   * an interruption went unnoticed.
   */
  void onFollowing(Position head);

  /**
   * Events were appended: all events of one publication. The delta starts at the head before them.
   */
  void onAppended(Delta told);
}
