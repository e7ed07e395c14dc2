package dev.fanfare.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

final class RateLimitTest {
  private static final long SECOND = 1_000_000_000;

  private final RateLimit limit = new RateLimit(10, 3, 0);

  @Test
  void a_whole_burst_passes_at_once_and_no_more() {
    assertThat(taken(3, 0)).isEqualTo(3);
    assertThat(limit.take(0)).isFalse();
  }

  @Test
  void a_token_comes_back_when_its_time_has_passed_and_not_before() {
    taken(3, 0);
    assertThat(limit.take(SECOND / 10 - 1)).isFalse();
    assertThat(limit.take(SECOND / 10)).isTrue();
    assertThat(limit.take(SECOND / 10)).isFalse();
  }

  @Test
  void no_more_than_a_burst_is_saved_up() {
    assertThat(taken(100, 1_000 * SECOND)).isEqualTo(3);
  }

  @Test
  void the_rate_holds_over_time() {
    int taken = 0;
    for (int millis = 0; millis < 10_000; millis++) {
      taken += limit.take(millis * (SECOND / 1_000)) ? 1 : 0;
    }
    assertThat(taken).isBetween(102, 103);
  }

  @Test
  void time_that_wraps_around_makes_no_difference() {
    RateLimit late = new RateLimit(10, 1, Long.MAX_VALUE);
    assertThat(late.take(Long.MAX_VALUE)).isTrue();
    assertThat(late.take(Long.MAX_VALUE + SECOND / 10)).isTrue();
  }

  @Test
  void a_client_that_is_refused_a_whole_burst_ignores_its_refusals() {
    taken(3, 0);
    taken(2, 0);
    assertThat(limit.isIgnored()).isFalse();
    taken(1, 0);
    assertThat(limit.isIgnored()).isTrue();
  }

  @Test
  void a_client_that_waits_after_refusals_does_not_ignore_them() {
    taken(3, 0);
    for (int i = 1; i < 100; i++) {
      assertThat(taken(2, i * SECOND / 10)).isEqualTo(1);
      assertThat(limit.isIgnored()).isFalse();
    }
  }

  @Test
  void a_client_that_sends_a_multiple_of_the_rate_ignores_refusals_although_some_messages_pass() {
    for (int i = 1; !limit.isIgnored(); i++) {
      assertThat(i).isLessThan(100);
      taken(3, i * SECOND / 10);
    }
  }

  private int taken(int tries, long nowNanos) {
    int taken = 0;
    for (int i = 0; i < tries; i++) {
      taken += limit.take(nowNanos) ? 1 : 0;
    }
    return taken;
  }
}
