package dev.fanfare.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Data}. */
class DataTest {
  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "€", "🎺"})
  void itHasAtMost64KibibytesInUtf8(String character) {
    int bytes = character.getBytes(UTF_8).length;
    for (int more : new int[] {-1, 0, 1}) {
      int rest = (Data.MAX_BYTES + more) % bytes;
      String json = "1".repeat(rest) + character.repeat((Data.MAX_BYTES + more) / bytes);
      assertThat(json.getBytes(UTF_8)).hasSize(Data.MAX_BYTES + more);
      assertThat(Data.isTooLarge(json)).as("%s bytes more", more).isEqualTo(more > 0);
    }
  }

  @Test
  void tooLargeDataIsRefusedAndShownShortened() {
    assertThatThrownBy(() -> new Data("1".repeat(Data.MAX_BYTES + 1)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessage(
            "data \""
                + "1".repeat(60)
                + "…\" (65537 characters): expected at most 65536 bytes of JSON");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "\n"})
  void blankTextIsNoData(String json) {
    assertThatThrownBy(() -> new Data(json))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("expected a JSON value");
  }
}
