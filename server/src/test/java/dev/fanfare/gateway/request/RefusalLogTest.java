package dev.fanfare.gateway.request;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The log stays short however many requests name a foreign host. */
final class RefusalLogTest {
  private static final long PERIOD = RefusalLog.PERIOD.toNanos();

  private final long start = System.nanoTime();
  private final RefusalLog.LimitedLines log = new RefusalLog.LimitedLines(start);

  @Test
  void the_first_is_logged_and_the_others_of_a_period_are_counted() {
    assertThat(log.line("host a", start)).isEqualTo("host a");
    assertThat(log.line("host b", start)).isNull();
    assertThat(log.line("host c", start + PERIOD - 1)).isNull();
    assertThat(log.line("host d", start + PERIOD)).contains("host d", "(and 2 more)");
    assertThat(log.line("host e", start + PERIOD + 1)).isNull();
    assertThat(log.line("host f", start + 3 * PERIOD)).contains("host f", "(and 1 more)");
  }
}
