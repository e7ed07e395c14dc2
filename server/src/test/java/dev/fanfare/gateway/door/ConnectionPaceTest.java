package dev.fanfare.gateway.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.metrics.Metric;
import org.junit.jupiter.api.Test;

/** How long a client may take for each phase of a connection, in looks of a second. */
final class ConnectionPaceTest {
  private static final int HEAD = 10;
  private static final int KEEP_ALIVE = 60;
  private static final int BYTES_PER_LOOK = 1024;

  private final ConnectionPace pace =
      new ConnectionPace(new ConnectionPace.Limits(HEAD, KEEP_ALIVE, BYTES_PER_LOOK));

  @Test
  void the_first_head_has_its_time_from_the_start_however_many_bytes_come() {
    for (int i = 0; i < HEAD; i++) {
      pace.onBytes(1);
      assertThat(pace.look()).isNull();
    }
    pace.onBytes(1);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void each_further_head_has_its_time_from_its_first_byte() {
    call();
    goesOnFor(KEEP_ALIVE);
    pace.onBytes(1);
    goesOnFor(HEAD);
    pace.onBytes(1);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void a_connection_may_be_idle_between_requests() {
    for (int i = 0; i < 3; i++) {
      call();
      goesOnFor(KEEP_ALIVE);
    }
    assertThat(pace.look()).isEqualTo(Metric.IDLE_CONNECTIONS);
  }

  @Test
  void a_body_has_a_grace_and_then_a_pace() {
    pace.onHead();
    goesOnFor(HEAD);
    for (int i = 0; i < 1_000; i++) {
      pace.onBytes(BYTES_PER_LOOK);
      assertThat(pace.look()).isNull();
    }
    pace.onBytes(BYTES_PER_LOOK - 1);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void a_body_that_came_fast_at_first_has_time_for_the_rest() {
    pace.onHead();
    pace.onBytes(30 * BYTES_PER_LOOK);
    goesOnFor(HEAD + 30);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void bytes_of_an_earlier_body_do_not_count() {
    pace.onHead();
    pace.onBytes(1_000_000);
    pace.onEnd();
    pace.onAnswered();
    pace.onBytes(1);
    pace.onHead();
    goesOnFor(HEAD);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void an_answer_has_no_time_limit() {
    pace.onHead();
    pace.onEnd();
    goesOnFor(10_000);
    pace.onAnswered();
    goesOnFor(KEEP_ALIVE);
    assertThat(pace.look()).isEqualTo(Metric.IDLE_CONNECTIONS);
  }

  @Test
  void a_request_that_comes_while_others_are_answered_has_its_time_after_them() {
    pace.onHead();
    pace.onEnd();
    pace.onHead();
    pace.onEnd();
    pace.onHead();
    goesOnFor(100);
    pace.onAnswered();
    goesOnFor(100);
    pace.onAnswered();
    goesOnFor(HEAD);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void a_request_that_is_answered_before_it_is_complete_still_has_a_time_limit() {
    pace.onHead();
    pace.onAnswered();
    goesOnFor(HEAD);
    assertThat(pace.look()).isEqualTo(Metric.SLOW_REQUESTS);
  }

  @Test
  void a_request_that_was_answered_early_awaits_no_answer_when_it_is_complete() {
    pace.onHead();
    pace.onAnswered();
    pace.onEnd();
    goesOnFor(KEEP_ALIVE);
    assertThat(pace.look()).isEqualTo(Metric.IDLE_CONNECTIONS);
    call();
    goesOnFor(KEEP_ALIVE);
  }

  private void call() {
    pace.onBytes(100);
    pace.onHead();
    pace.onEnd();
    pace.onAnswered();
  }

  private void goesOnFor(int looks) {
    for (int i = 0; i < looks; i++) {
      assertThat(pace.look()).as("look %d", i).isNull();
    }
  }
}
