package dev.fanfare.attack;

import java.time.Duration;
import java.util.Locale;
import org.HdrHistogram.Histogram;

/** How long half of it took at most, and 99 of 100. */
record Latency(Duration p50, Duration p99) {
  private static final int ALLOWED_FACTOR = 3;

  /**
   * On a machine whose two cores serve the attacker as well, a collection or a turn of somebody
   * else takes some ms: what stays below this is no harm that anybody could see.
   */
  private static final Duration ALWAYS_ALLOWED = Duration.ofMillis(50);

  static Latency of(Histogram micros) {
    return new Latency(at(micros, 50), at(micros, 99));
  }

  /** What it may be while an attack goes on, where this is what it is else. */
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
