package dev.fanfare.timing;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** Measured times, to the microsecond or a thousandth of their length. One thread. */
public final class Durations {
  /** A longer time counts as this. */
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);

  public void record(long nanos) {
    micros.recordValue(Math.clamp(nanos / 1_000, 0, MAX_MICROS));
  }

  public void reset() {
    micros.reset();
  }

  /** A sum of these and the others; both stay unchanged. */
  public Durations plus(Durations others) {
    Durations all = new Durations();
    all.micros.add(micros);
    all.micros.add(others.micros);
    return all;
  }

  public long count() {
    return micros.getTotalCount();
  }

  /**
   * The time in ms that this percentage of the measured times does not exceed; 0 if there are none.
   */
  public double millis(double percentile) {
    return count() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1e3;
  }

  /** The longest time in ms; 0 if there are none. */
  public double maxMillis() {
    return micros.getMaxValue() / 1e3;
  }
}
