package dev.fanfare.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @ParameterizedTest
  @CsvSource({
    "0, 500",
    "1, 1000",
    "2, 2000",
    "5, 16000",
    "6, 20000",
    "60, 20000",
    "2000000, 20000"
  })
  void theBoundDoublesUpToTheLongest(int attempt, long boundMillis) {
    assertThat(wait(attempt, 0, 0)).isZero();
    assertThat(wait(attempt, 0.5, 0)).isEqualTo(boundMillis / 2);
    assertThat(wait(attempt, ALMOST_ONE, 0)).isBetween(boundMillis - 1, boundMillis);
  }

  @Test
  void theWaitIsAddedToTheTimeThatTheServerAskedFor() {
    assertThat(wait(0, 0, 3_000)).isEqualTo(3_000);
    assertThat(wait(0, 0.5, 3_000)).isEqualTo(3_250);
  }

  private static long wait(int attempt, double chance, long notBeforeMillis) {
    Duration notBefore = Duration.ofMillis(notBeforeMillis);
    return Backoff.COMING_BACK.wait(attempt, chance, notBefore).toMillis();
  }
}
