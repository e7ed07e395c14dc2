package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class AdvanceTest {
  private static final Position ONE = new Position(1, "a");
  private static final Position TWO = new Position(2, "b");
  private static final Position THREE = new Position(3, "c");

  @Test
  void an_advance_is_the_frames_of_its_delta() {
    Advance advance = Advance.of(delta(ONE, TWO));
    assertThat(advance.from()).isEqualTo(ONE);
    assertThat(advance.to()).isEqualTo(TWO);
    assertThat(advance.deltas()).isEqualTo(1);
    assertThat(Frames.messages(advance.frames())).hasSize(1);
  }

  @Test
  void one_alone_is_merged_into_itself() {
    Advance advance = Advance.of(delta(ONE, TWO));
    assertThat(Advance.merged(List.of(advance))).isSameAs(advance);
  }

  @Test
  void several_are_merged_into_their_frames_in_order() {
    Advance merged =
        Advance.merged(
            List.of(
                Advance.of(delta(null, ONE)),
                Advance.of(delta(ONE, TWO)),
                Advance.of(delta(TWO, THREE))));
    assertThat(merged.from()).isNull();
    assertThat(merged.to()).isEqualTo(THREE);
    assertThat(merged.deltas()).isEqualTo(3);
    assertThat(Frames.messages(merged.frames()))
        .extracting(message -> message.string("to"))
        .containsExactly("1.a", "2.b", "3.c");
  }

  private static Delta delta(@Nullable Position from, Position to) {
    return new Delta(new TopicName("t"), from, to, List.of(Drafts.notice("1").stamped(to, 0)));
  }
}
