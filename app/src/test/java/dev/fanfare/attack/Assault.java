package dev.fanfare.attack;

import java.util.List;

/** An attack that is under way, on one thread, which does nothing else and never waits for long. */
interface Assault {
  /** Sends a little. The {@link Pace} decides when the next burst is due. */
  void burst();

  /** Whether there is nothing more to send. */
  default boolean isOver() {
    return false;
  }

  /** What the server has done wrong so far, other than what everybody can see. */
  default List<String> findings() {
    return List.of();
  }

  /** What was sent and answered, beside bytes and connections; empty if nothing is to be said. */
  default String account() {
    return "";
  }
}
