package dev.fanfare.check;

/** What a reader does in addition to reading. */
enum Habit {
  /**
   * Nothing. It receives every event as it happens, and so knows the events that other readers'
   * deltas leave out.
   */
  STEADY,
  /** Stops reading for a while, repeatedly. */
  SLOW,
  /** Closes its socket and continues at a random server from its position. */
  HOPPING,
  /** Subscribes again from an earlier position, or from an invented one. */
  FORGETFUL;

  /**
   * Of ten readers four are steady, and two have each of the other habits. The first reader is
   * steady.
   */
  static Habit of(int reader) {
    return switch (reader % 5) {
      case 1 -> SLOW;
      case 2 -> HOPPING;
      case 3 -> FORGETFUL;
      default -> STEADY;
    };
  }
}
