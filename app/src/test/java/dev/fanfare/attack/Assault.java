package dev.fanfare.attack;

import java.util.List;

/**
 * An attack in progress. It runs on one thread, which does nothing else and never waits for long.
 */
interface Assault {
  /** Sends a little. The {@link Pace} decides when the next burst is due. */
  void burst();

  /** Whether there is nothing more to send. */
  default boolean isOver() {
    return false;
  }

  /** What the server did wrong so far, except for faults that every client can see. */
  default List<String> findings() {
    return List.of();
  }

  /**
   * A note on what was sent and answered, besides bytes and connections; empty if there is none.
   */
  default String account() {
    return "";
  }
}
