package dev.fanfare.timing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

final class DurationsTest {
  private static final long MILLI = 1_000_000;

  @Test
  void without_times_all_figures_are_zero() {
    Durations none = new Durations();
    assertThat(none.count()).isZero();
    assertThat(none.millis(99)).isZero();
    assertThat(none.maxMillis()).isZero();
  }

  @Test
  void percentiles_are_exact_to_a_thousandth() {
    Durations times = upTo(1_000);
    assertThat(times.count()).isEqualTo(1_000);
    assertThat(times.millis(50)).isCloseTo(500, within(0.6));
    assertThat(times.millis(99)).isCloseTo(990, within(1.1));
    assertThat(times.maxMillis()).isCloseTo(1_000, within(1.1));
  }

  @Test
  void a_time_out_of_range_counts_as_the_shortest_or_the_longest() {
    Durations times = new Durations();
    times.record(-1);
    assertThat(times.maxMillis()).isZero();
    times.record(Long.MAX_VALUE);
    assertThat(times.maxMillis()).isCloseTo(600_000, within(600.0));
  }

  @Test
  void a_sum_leaves_its_parts_unchanged() {
    Durations few = upTo(10);
    Durations many = upTo(100);
    Durations all = few.plus(many);
    many.reset();
    assertThat(all.count()).isEqualTo(110);
    assertThat(all.maxMillis()).isCloseTo(100, within(0.1));
    assertThat(few.count()).isEqualTo(10);
    assertThat(many.count()).isZero();
  }

  private static Durations upTo(int millis) {
    Durations times = new Durations();
    for (int i = 1; i <= millis; i++) {
      times.record(i * MILLI);
    }
    return times;
  }
}
