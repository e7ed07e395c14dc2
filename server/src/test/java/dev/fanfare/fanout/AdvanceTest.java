package dev.fanfare.fanout;

import static dev.fanfare.fanout.TestFormat.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.List;
import org.junit.jupiter.api.Test;

final class AdvanceTest {
  private static final Position ONE = new Position(1, "a");
  private static final Position TWO = new Position(2, "b");

  @Test
  void an_advance_has_the_frames_of_its_delta() {
    Advance advance = Advance.of(delta(ONE, TWO), PREFIXED, 0);
    assertThat(advance.from()).isEqualTo(ONE);
    assertThat(advance.to()).isEqualTo(TWO);
    assertThat(PREFIXED.messages(advance.frames())).hasSize(1);
  }

  private static Delta delta(Position from, Position to) {
    return new Delta(new TopicName("t"), from, to, List.of(Drafts.notice("1").stamped(to, 0)));
  }
}
