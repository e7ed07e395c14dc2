package dev.fanfare.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BoundsTest {
  @Test
  void aValueWithinTheBoundsPasses() {
    assertThatCode(() -> Bounds.check("a", 1, 1, 3)).doesNotThrowAnyException();
    assertThatCode(() -> Bounds.check("a", 3, 1, 3)).doesNotThrowAnyException();
    assertThatCode(() -> Bounds.check("a", Duration.ofMillis(1))).doesNotThrowAnyException();
    assertThatCode(() -> Bounds.check("a", Duration.ofDays(365))).doesNotThrowAnyException();
  }

  @Test
  void aValueOutsideIsRefusedWithTheBounds() {
    assertThatThrownBy(() -> Bounds.check("a", 0, 1, 3)).hasMessage("a 0: expected 1 to 3");
    assertThatThrownBy(() -> Bounds.check("a", 4, 1, 3)).hasMessage("a 4: expected 1 to 3");
    assertThatThrownBy(() -> Bounds.check("a", Duration.ofNanos(999_999)))
        .hasMessageStartingWith("a \"PT0.000999999S\": expected 1ms to 8760h");
    assertThatThrownBy(() -> Bounds.check("a", Duration.ofDays(365).plusMillis(1)))
        .isInstanceOf(InvalidValueException.class);
    assertThatThrownBy(() -> Bounds.check("a", Duration.ofSeconds(Long.MIN_VALUE)))
        .isInstanceOf(InvalidValueException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, 0s",
    "PT0.5S, 500ms",
    "PT25S, 25s",
    "PT90S, 90s",
    "PT60S, 60s",
    "PT10M, 10m",
    "PT24H, 24h",
    "PT-1S, -1s",
    "PT-0.5S, -500ms",
    "PT-1H, -1h",
    "PT0.0000001S, PT0.0000001S"
  })
  void aTimeIsShownAsAUserWritesIt(Duration time, String text) {
    assertThat(Bounds.text(time)).isEqualTo(text);
  }
}
