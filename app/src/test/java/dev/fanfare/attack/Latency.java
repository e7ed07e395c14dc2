package dev.fanfare.attack;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** The median and the 99th percentile. */
record Latency(Duration p50, Duration p99) {
  private static final int ALLOWED_FACTOR = 3;

  /**
   * The attacker shares the machine's two cores with the server, so a collection or another
   * thread's turn takes some ms. A latency below this harms nobody.
   */
  private static final Duration ALWAYS_ALLOWED = Duration.ofMillis(50);

  static Latency of(Histogram micros) {
    return new Latency(at(micros, 50), at(micros, 99));
  }

  /** The longest p99 that is allowed during an attack, if this is the latency without one. */
  Duration allowedP99() {
    Duration allowed = p99.multipliedBy(ALLOWED_FACTOR);
    return allowed.compareTo(ALWAYS_ALLOWED) < 0 ? ALWAYS_ALLOWED : allowed;
  }

  boolean isWithin(Duration allowed) {
    return p99.compareTo(allowed) <= 0;
  }

  @Override
  public String toString() {
    return ms(p50) + "/" + ms(p99);
  }

  private static Duration at(Histogram micros, double percent) {
    return Duration.ofNanos(micros.getValueAtPercentile(percent) * 1000);
  }

  private static String ms(Duration duration) {
    return String.format(Locale.ROOT, "%.1f", duration.toNanos() / 1e6);
  }
}
