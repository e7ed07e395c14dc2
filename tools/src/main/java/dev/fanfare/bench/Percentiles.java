package dev.fanfare.bench;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.timing.Durations;
import java.io.IOException;
import java.util.Locale;

/** Percentiles of durations, in ms; all 0 if there are none. */
record Percentiles(long count, double p50, double p90, double p99, double p999, double max) {

  /** The percentiles at this moment. */
  static Percentiles of(Durations times) {
    return new Percentiles(
        times.count(),
        times.millis(50),
        times.millis(90),
        times.millis(99),
        times.millis(99.9),
        times.maxMillis());
  }

  void write(JsonGenerator json, String name) throws IOException {
    json.writeObjectFieldStart(name);
    json.writeNumberField("count", count);
    json.writeNumberField("p50", p50);
    json.writeNumberField("p90", p90);
    json.writeNumberField("p99", p99);
    json.writeNumberField("p999", p999);
    json.writeNumberField("max", max);
    json.writeEndObject();
  }

  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "p50 %s, p90 %s, p99 %s, p99.9 %s, max %s ms",
        shown(p50),
        shown(p90),
        shown(p99),
        shown(p999),
        shown(max));
  }

  /** Three significant digits, which is the precision of the measurement. */
  private static String shown(double millis) {
    String form = millis < 1 ? "%.3f" : millis < 10 ? "%.2f" : millis < 100 ? "%.1f" : "%,.0f";
    return String.format(Locale.ROOT, form, millis);
  }
}
