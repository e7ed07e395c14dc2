package dev.fanfare.topic;

import static dev.fanfare.topic.Examples.at;
import static dev.fanfare.topic.Examples.cleared;
import static dev.fanfare.topic.Examples.delta;
import static dev.fanfare.topic.Examples.notice;
import static dev.fanfare.topic.Examples.set;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;

/** {@link Delta}. */
class DeltaTest {
  @Test
  void ofSeveralStatesOfAKeyTheLastStays() {
    Delta delta = delta(at(1), at(4), set(2, "a", "1"), set(3, "b", "2"), set(4, "a", "3"));
    assertThat(delta.conflated().events()).containsExactly(set(3, "b", "2"), set(4, "a", "3"));
  }

  @Test
  void aKeyThatIsGoneStaysGone() {
    Delta delta = delta(at(1), at(3), set(2, "a", "1"), cleared(3, "a"));
    assertThat(delta.conflated().events()).containsExactly(cleared(3, "a"));
  }

  @Test
  void aKeyThatIsSetAgainHasItsValue() {
    Delta delta = delta(at(1), at(3), cleared(2, "a"), set(3, "a", "1"));
    assertThat(delta.conflated().events()).containsExactly(set(3, "a", "1"));
  }

  @Test
  void noticesAndStatesOfAKeyDoNotReplaceEachOther() {
    Delta delta =
        delta(
            at(1),
            at(5),
            notice(2, "a", "1"),
            set(3, "a", "2"),
            notice(4, "a", "3"),
            set(5, "b", "4"));
    assertThat(delta.conflated().events())
        .containsExactly(set(3, "a", "2"), notice(4, "a", "3"), set(5, "b", "4"));
  }

  @Test
  void noticesWithoutAKeyAllStay() {
    Delta delta = delta(at(1), at(3), notice(2, null, "1"), notice(3, null, "1"));
    assertThat(delta.conflated()).isSameAs(delta);
  }

  @Test
  void conflationKeepsFromAndTo() {
    Delta conflated = delta(at(1), at(3), set(2, "a", "1"), set(3, "a", "2")).conflated();
    assertThat(conflated.from()).isEqualTo(at(1));
    assertThat(conflated.to()).isEqualTo(at(3));
  }

  @Test
  void onlyKeepsTheWantedEvents() {
    Delta delta = delta(at(1), at(3), set(2, "a", "1"), set(3, "b", "2"));
    assertThat(delta.only(event -> event.position().equals(at(3))))
        .isEqualTo(delta(at(1), at(3), set(3, "b", "2")));
  }

  @Test
  void aDeltaToTheStartStartsThereAndHasNoEvents() {
    assertThat(delta(null, Position.START).isReset()).isTrue();
    assertThat(delta(Position.START, Position.START).isReset()).isFalse();
    assertThatIllegalArgumentException().isThrownBy(() -> delta(at(1), Position.START));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> delta(null, Position.START, set(1, "a", "1")));
  }
}
