package dev.fanfare.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.Json;
import dev.fanfare.timing.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The result of a check. Immutable. */
public final class CheckReport {
  private final CheckTally tally;
  private final Durations arrivals;
  private final Duration converged;
  private final List<Violation> violations;
  private final long violationCount;

  /**
   * Copies the present counts.
   *
   * @param arrivals times from the answer to the publisher until the last reader that was reading
   *     had the events
   * @param converged time from the last publication until all views equalled the store's
   */
  CheckReport(CheckTally tally, Durations arrivals, Duration converged, Violations violations) {
    this(
        tally.plus(new CheckTally()),
        arrivals.plus(new Durations()),
        converged,
        violations.kept(),
        violations.count());
  }

  private CheckReport(
      CheckTally tally,
      Durations arrivals,
      Duration converged,
      List<Violation> violations,
      long violationCount) {
    this.tally = tally;
    this.arrivals = arrivals;
    this.converged = converged;
    this.violations = List.copyOf(violations);
    this.violationCount = violationCount;
  }

  public long count(CheckCounter counter) {
    return tally.count(counter);
  }

  /** The first violations, each with its account. */
  public List<Violation> violations() {
    return violations;
  }

  /** The number of all violations. */
  public long violationCount() {
    return violationCount;
  }

  /** Whether every promise was kept. */
  public boolean held() {
    return violationCount == 0;
  }

  /** The sum of this report and the next. */
  public CheckReport plus(CheckReport next) {
    List<Violation> all = new ArrayList<>(violations);
    all.addAll(next.violations);
    return new CheckReport(
        tally.plus(next.tally),
        arrivals.plus(next.arrivals),
        converged.compareTo(next.converged) > 0 ? converged : next.converged,
        all,
        violationCount + next.violationCount);
  }

  /** The report as JSON, for programs. */
  public String json(long seed) {
    byte[] bytes =
        Json.bytes(json -> {
          json.writeStartObject();
          json.writeBooleanField("held", held());
          json.writeNumberField("seed", seed);
          for (CheckCounter counter : CheckCounter.values()) {
            json.writeNumberField(counter.field(), count(counter));
          }
          json.writeNumberField("arrivalMedianMs", rounded(arrivals.millis(50)));
          json.writeNumberField("arrivalP99Ms", rounded(arrivals.millis(99)));
          json.writeNumberField("arrivalWorstMs", rounded(arrivals.maxMillis()));
          json.writeNumberField("convergedMs", rounded(convergedMillis()));
          json.writeNumberField("violations", violationCount);
          json.writeArrayFieldStart("accounts");
          for (Violation violation : violations) {
            json.writeString(violation.account());
          }
          json.writeEndArray();
          json.writeEndObject();
        });
    return new String(bytes, UTF_8);
  }

  private double convergedMillis() {
    return converged.toNanos() / 1e6;
  }

  private static double rounded(double millis) {
    return Math.round(millis * 10) / 10.0;
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (CheckCounter counter : CheckCounter.values()) {
      text.append(counter.phrase(count(counter)));
    }
    return text.append("arrival   ")
        .append(arrival())
        .append(" (from acceptance to the last reader)\nconverged ")
        .append(ms(convergedMillis()))
        .append(" after the last publication")
        .toString();
  }

  private String arrival() {
    return arrivals.count() == 0
        ? "none"
        : String.format(
            Locale.ROOT,
            "median %s, p99 %s, worst %s",
            ms(arrivals.millis(50)),
            ms(arrivals.millis(99)),
            ms(arrivals.maxMillis()));
  }

  private static String ms(double millis) {
    return String.format(Locale.ROOT, "%.1f ms", millis);
  }
}
