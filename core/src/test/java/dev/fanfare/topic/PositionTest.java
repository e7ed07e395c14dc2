package dev.fanfare.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@link Position}. */
class PositionTest {
  private static final long MAX_SEQ = (1L << 53) - 1;
  private static final String LONGEST_ID = "0123456789abcdefghijklmnop";

  @Property
  void everyPositionComesBackFromItsText(
      @ForAll @LongRange(min = 1, max = MAX_SEQ) long seq,
      @ForAll
          @CharRange(from = '0', to = '9')
          @CharRange(from = 'a', to = 'z')
          @StringLength(min = 1, max = 26)
          String id) {
    Position position = new Position(seq, id);
    assertThat(Position.parse(position.toString())).isEqualTo(position);
  }

  @Property
  void anyOtherTextIsRefusedAndShown(@ForAll @StringLength(max = 30) String text) {
    try {
      assertThat(Position.parse(text)).hasToString(text);
    } catch (InvalidValueException e) {
      assertThat(e.getMessage()).contains(InvalidValueException.shown(text), "17.k3f9a2b7c1dqz");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ".",
        "17",
        "17.",
        ".abc",
        "0.abc",
        "-1.abc",
        "01.abc",
        "+1.abc",
        "1.ABC",
        "1.a.b",
        " 1.a",
        "1.a ",
        "1.a\n",
        "1,a",
        "١.a",
        "1.é",
        "12345678901234567.a",
        "1.0123456789abcdefghijklmnopq",
        "null"
      })
  void textOfAnotherFormIsRefused(String text) {
    assertThatThrownBy(() -> Position.parse(text))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("position " + InvalidValueException.shown(text));
  }

  @Test
  void seqIsFromOneToTheLargestIntegerThatEveryReaderCanHold() {
    assertThat(Position.parse("9007199254740991.a").seq()).isEqualTo(MAX_SEQ);
    for (long seq : new long[] {0, -1, MAX_SEQ + 1, Long.MIN_VALUE}) {
      assertThatThrownBy(() -> new Position(seq, "a"))
          .isInstanceOf(InvalidValueException.class)
          .hasMessage("seq " + seq + ": expected 1 to 2^53-1");
    }
    assertThatThrownBy(() -> Position.parse("9007199254740992.a"))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContaining("9007199254740992");
  }

  @Test
  void anIdHasOneToTwentySixCharacters() {
    assertThat(new Position(1, LONGEST_ID)).hasToString("1." + LONGEST_ID);
    for (String id : new String[] {"", LONGEST_ID + "q", "A", "a b", "a.b"}) {
      assertThatThrownBy(() -> new Position(1, id))
          .isInstanceOf(InvalidValueException.class)
          .hasMessage(
              "id " + InvalidValueException.shown(id) + ": expected 1 to 26 characters of 0-9 a-z");
    }
  }

  @Test
  void theNextOneHasTheNextNumber() {
    assertThat(Position.START.next("a")).isEqualTo(new Position(1, "a"));
    assertThat(new Position(7, "a").next("b")).isEqualTo(new Position(8, "b"));
  }
}
