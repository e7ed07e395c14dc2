package dev.fanfare.check;

/** What a reader does besides reading. */
enum Habit {
  /** Nothing: it sees every event as it comes, and so can tell what others have left out. */
  STEADY,
  /** Stops reading for a while, again and again. */
  SLOW,
  /** Cuts its socket and goes on elsewhere from its position. */
  HOPPING,
  /** Subscribes again from where it was a while ago, or from where nobody ever was. */
  FORGETFUL;

  /** Of ten readers four are steady, and two of each other kind; of few at least the first. */
  static Habit of(int reader) {
    return switch (reader % 5) {
      case 1 -> SLOW;
      case 2 -> HOPPING;
      case 3 -> FORGETFUL;
      default -> STEADY;
    };
  }
}
