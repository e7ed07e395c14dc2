package dev.fanfare.check;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.timing.Durations;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The text and the JSON of a report, and the sum of two reports. */
final class CheckReportTest {
  private final CheckTally tally = new CheckTally();
  private final Durations arrivals = new Durations();
  private final Violations violations = new Violations();

  @Test
  void the_text_has_every_counter_in_its_place() {
    countAll();
    arrivals.record(1_500_000);
    assertThat(report(Duration.ofMillis(12)))
        .hasToString(
            """
            accepted  1,001 events (1,002 stored, 1,003 lost and reported by a reset, 1,004 undecided); 1,005 with unknown outcome, 1,006 retries
            received  1,007 events in 1,008 deltas; 1,009 resets, 1,010 invented positions refused
            readers   1,011 connects, 1,012 pauses
            arrival   median 1.5 ms, p99 1.5 ms, worst 1.5 ms (from acceptance to the last reader)
            converged 12.0 ms after the last publication\
            """);
  }

  @Test
  void without_arrivals_it_says_none() {
    assertThat(report(Duration.ZERO).toString())
        .contains("arrival   none (from acceptance to the last reader)\n");
  }

  @Test
  void the_json_has_every_counter_under_its_name() {
    countAll();
    arrivals.record(1_500_000);
    assertThat(report(Duration.ofMillis(12)).json(7))
        .isEqualTo(
            "{\"held\":true,\"seed\":7,\"accepted\":1001,\"stored\":1002,\"lostAndTold\":1003,"
                + "\"undecided\":1004,\"unknown\":1005,\"retries\":1006,\"events\":1007,"
                + "\"deltas\":1008,\"resets\":1009,\"forgeriesRefused\":1010,\"connects\":1011,"
                + "\"pauses\":1012,\"arrivalMedianMs\":1.5,\"arrivalP99Ms\":1.5,"
                + "\"arrivalWorstMs\":1.5,\"convergedMs\":12.0,\"violations\":0,\"accounts\":[]}");
  }

  @Test
  void a_sum_has_the_counts_of_both_and_the_longer_time() {
    countAll();
    violations.add(Violation.Kind.REFUSED, new TopicName("t"), "a reader", "ok", "error");
    CheckReport one = report(Duration.ofMillis(12));
    CheckReport sum = one.plus(report(Duration.ofMillis(5)));
    for (CheckCounter counter : CheckCounter.values()) {
      assertThat(sum.count(counter)).isEqualTo(2 * one.count(counter));
    }
    assertThat(sum.violations()).hasSize(2);
    assertThat(sum.violationCount()).isEqualTo(2);
    assertThat(sum.held()).isFalse();
    assertThat(sum.toString()).endsWith("converged 12.0 ms after the last publication");
  }

  @Test
  void a_report_does_not_change_with_what_is_counted_later() {
    countAll();
    CheckReport before = report(Duration.ZERO);
    String text = before.toString();
    countAll();
    arrivals.record(1);
    assertThat(before).hasToString(text);
  }

  private void countAll() {
    long count = 1_000;
    for (CheckCounter counter : CheckCounter.values()) {
      tally.add(counter, count++);
      tally.increment(counter);
    }
  }

  private CheckReport report(Duration converged) {
    return new CheckReport(tally, arrivals, converged, violations);
  }
}
