package dev.fanfare.bench;

import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** How long something took, many times: to the microsecond, or a thousandth of it. */
final class Durations {
  /** Longer ones count as this. */
  private static final long MAX_MICROS = TimeUnit.MINUTES.toMicros(10);

  private static final int DIGITS = 3;

  private final Histogram micros = new Histogram(MAX_MICROS, DIGITS);

  void record(long nanos) {
    micros.recordValue(Math.clamp(nanos / 1_000, 0, MAX_MICROS));
  }

  void reset() {
    micros.reset();
  }

  Percentiles percentiles() {
    return new Percentiles(
        micros.getTotalCount(),
        millis(50),
        millis(90),
        millis(99),
        millis(99.9),
        micros.getMaxValue() / 1e3);
  }

  private double millis(double percentile) {
    return micros.getTotalCount() == 0 ? 0 : micros.getValueAtPercentile(percentile) / 1e3;
  }
}
