package dev.fanfare.bench;

/** Decides when the next publication is sent. Pure: time is an argument. */
sealed interface Pace permits Schedule, WindowPace {
  /** The next publication waits for a delivery. */
  long NOT_YET = Long.MAX_VALUE;

  /** Time until the next publication is due; 0 or less if it is due now. */
  long waitNanos(long nowNanos);

  /**
   * Sends the next publication now.
   *
   * @return when it was due
   */
  long take(long nowNanos);
}
