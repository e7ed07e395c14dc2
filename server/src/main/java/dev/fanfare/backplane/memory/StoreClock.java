package dev.fanfare.backplane.memory;

import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The two clocks of the store. Everything that expires uses the clock that nobody can set: a wrong
 * wall clock that is corrected neither ends state early nor keeps it longer. The wall clock is for
 * people.
 *
 * @param wall says when an event was stored
 * @param nanos like {@link System#nanoTime}
 */
public record StoreClock(InstantSource wall, LongSupplier nanos) {
  /** The clocks of this machine. */
  public static StoreClock system() {
    return new StoreClock(InstantSource.system(), System::nanoTime);
  }

  /**
   * A moment.
   *
   * @param elapsedMillis since some time, by the clock that never goes back or leaps
   * @param atMillis since 1970 UTC
   */
  record Reading(long elapsedMillis, long atMillis) {}

  Reading now() {
    return new Reading(TimeUnit.NANOSECONDS.toMillis(nanos.getAsLong()), wall.millis());
  }
}
