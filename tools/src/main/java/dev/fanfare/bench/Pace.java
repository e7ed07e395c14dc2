package dev.fanfare.bench;

/** When the next publication goes. Pure: time is an argument. */
sealed interface Pace permits Schedule, WindowPace {
  /** Not before something else has happened. */
  long NOT_YET = Long.MAX_VALUE;

  /** How long until the next is due: 0 or less for now. */
  long waitNanos(long nowNanos);

  /** The next goes now; when it was due. */
  long take(long nowNanos);
}
