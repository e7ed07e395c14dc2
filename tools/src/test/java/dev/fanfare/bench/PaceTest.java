package dev.fanfare.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class PaceTest {
  private static final long START = 1_000_000_000_000L;
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final BenchTally tally = new BenchTally();

  @Test
  void a_schedule_is_due_at_fixed_times() {
    Schedule schedule = new Schedule(4, START);
    assertThat(schedule.waitNanos(START - 1)).isEqualTo(1);
    assertThat(schedule.take(START)).isEqualTo(START);
    assertThat(schedule.waitNanos(START)).isEqualTo(SECOND / 4);
    assertThat(schedule.take(START + SECOND)).isEqualTo(START + SECOND / 4);
  }

  @Test
  void a_late_publication_keeps_its_due_time() {
    Schedule schedule = new Schedule(1_000, START);
    long stalled = START + 3 * SECOND;
    for (int i = 0; i < 3_000; i++) {
      assertThat(schedule.waitNanos(stalled)).isNegative();
      assertThat(schedule.take(stalled)).isEqualTo(START + i * SECOND / 1_000);
    }
    assertThat(schedule.waitNanos(stalled)).isZero();
  }

  @Test
  void a_schedule_does_not_drift_by_rounding() {
    Schedule schedule = new Schedule(3, START);
    long due = START;
    for (int i = 0; i <= 3_000_000; i++) {
      due = schedule.take(START);
    }
    assertThat(due).isEqualTo(START + 1_000_000 * SECOND);
  }

  @Test
  void a_window_opens_when_enough_is_delivered() {
    WindowPace window = new WindowPace(2, tally);
    send(window, 10);
    assertThat(window.waitNanos(START)).isZero();
    send(window, 10);
    assertThat(window.waitNanos(START)).isEqualTo(Pace.NOT_YET);
    assertThat(window.openAt()).isEqualTo(1);
    tally.delivered(new long[] {START});
    assertThat(window.waitNanos(START)).isZero();
    send(window, 10);
    assertThat(window.openAt()).isEqualTo(11);
  }

  @Test
  void a_window_of_topics_without_readers_is_always_open() {
    WindowPace window = new WindowPace(1, tally);
    send(window, 0);
    assertThat(window.waitNanos(START)).isZero();
  }

  @Test
  void a_task_that_waits_for_deliveries_runs_once() {
    AtomicInteger calls = new AtomicInteger();
    tally.await(2, calls::incrementAndGet);
    tally.delivered(new long[] {START});
    assertThat(calls).hasValue(0);
    tally.delivered(new long[] {START});
    tally.delivered(new long[] {START});
    assertThat(calls).hasValue(1);
  }

  private void send(WindowPace window, int readers) {
    assertThat(window.take(START)).isEqualTo(START);
    tally.expected += readers;
  }
}
