package dev.fanfare.check;

import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;

/**
 * Measured times; past a million of them each new one takes the place of an old one. One thread.
 */
final class Durations {
  private static final int MAX = 1_000_000;

  private long[] nanos = new long[1024];
  private long count;
  private long worst;

  void add(long measuredNanos) {
    if (count == nanos.length && nanos.length < MAX) {
      nanos = Arrays.copyOf(nanos, Math.min(MAX, nanos.length * 2));
    }
    nanos[(int) (count++ % nanos.length)] = measuredNanos;
    worst = Math.max(worst, measuredNanos);
  }

  /** These and those; those stay as they are. */
  Durations plus(Durations others) {
    Durations all = new Durations();
    for (Durations each : new Durations[] {this, others}) {
      for (int i = 0; i < Math.min(each.count, each.nanos.length); i++) {
        all.add(each.nanos[i]);
      }
      all.worst = Math.max(all.worst, each.worst);
    }
    return all;
  }

  /** As they stand now. */
  Summary summary() {
    long[] sorted = Arrays.copyOf(nanos, (int) Math.min(count, nanos.length));
    Arrays.sort(sorted);
    return new Summary(count, at(sorted, 50), at(sorted, 99), Duration.ofNanos(worst));
  }

  private static Duration at(long[] sorted, int percent) {
    return sorted.length == 0
        ? Duration.ZERO
        : Duration.ofNanos(sorted[(int) ((sorted.length - 1L) * percent / 100)]);
  }

  /** Many times in few words. */
  record Summary(long count, Duration median, Duration p99, Duration worst) {
    @Override
    public String toString() {
      return count == 0
          ? "none"
          : String.format(
              Locale.ROOT, "median %s, p99 %s, worst %s", ms(median), ms(p99), ms(worst));
    }

    static String ms(Duration time) {
      return String.format(Locale.ROOT, "%.1f ms", time.toNanos() / 1e6);
    }
  }
}
