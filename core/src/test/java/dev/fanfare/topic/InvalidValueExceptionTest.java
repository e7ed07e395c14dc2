package dev.fanfare.topic;

import static dev.fanfare.topic.InvalidValueException.shown;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** {@link InvalidValueException} shows any value visibly. */
class InvalidValueExceptionTest {
  @Test
  void theMessageHasTheNameTheValueAndWhatWasExpected() {
    assertThat(new InvalidValueException("topic", "a b", "no blanks"))
        .hasMessage("topic \"a b\": expected no blanks");
    assertThat(new InvalidValueException("seq", 0L, "at least 1"))
        .hasMessage("seq 0: expected at least 1");
  }

  @Test
  void sixtyCharactersAreShownAndMoreAreCut() {
    assertThat(shown("x".repeat(60))).isEqualTo("\"" + "x".repeat(60) + "\"");
    assertThat(shown("x".repeat(61))).isEqualTo("\"" + "x".repeat(60) + "…\" (61 characters)");
  }

  @Test
  void aCharacterOfTwoUnitsIsNotCutInHalf() {
    String text = "x".repeat(59) + "🎺🎺";
    assertThat(shown(text)).isEqualTo("\"" + "x".repeat(59) + "🎺…\" (63 characters)");
  }

  @Test
  void invisibleCharactersAreEscaped() {
    assertThat(shown("a\nb\u0000\u007f\u009f")).isEqualTo("\"a\\u000ab\\u0000\\u007f\\u009f\"");
    assertThat(shown("a" + (char) 0xd83d)).isEqualTo("\"a\\ud83d\"");
    assertThat(shown((char) 0xdfba + "a")).isEqualTo("\"\\udfbaa\"");
  }

  @Test
  void onlyTextIsShownInQuotes() {
    assertThat(shown(17)).isEqualTo("17");
    assertThat(shown("")).isEqualTo("\"\"");
  }
}
