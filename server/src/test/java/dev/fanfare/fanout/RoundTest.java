package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class RoundTest {
  private static final Position ONE = new Position(1, "a");
  private static final Position TWO = new Position(2, "b");

  private final Round round =
      new Round(List.of(Advance.of(delta(null, ONE)), Advance.of(delta(ONE, TWO))), 3);

  @Test
  void it_is_the_frames_of_all_in_their_order() {
    EmbeddedChannel socket = new EmbeddedChannel();
    round.send(Browser.outlet(socket));
    ByteBuf sent = socket.readOutbound();
    assertThat(Frames.messages(ByteBufUtil.getBytes(sent)))
        .extracting(message -> message.string("to"))
        .containsExactly("1.a", "2.b");
    sent.release();
    round.release();
  }

  @Test
  void a_socket_that_has_not_taken_it_shares_no_index_with_the_others() {
    EmbeddedChannel slow = new EmbeddedChannel();
    EmbeddedChannel other = new EmbeddedChannel();
    round.send(Browser.outlet(slow));
    ByteBuf waiting = slow.readOutbound();
    waiting.skipBytes(7);
    round.send(Browser.outlet(other));
    ByteBuf sent = other.readOutbound();
    assertThat(sent.readableBytes()).isEqualTo(waiting.readableBytes() + 7);
    waiting.release();
    sent.release();
    round.release();
    assertThat(waiting.refCnt()).isZero();
    assertThat(sent.refCnt()).isZero();
  }

  private static Delta delta(@Nullable Position from, Position to) {
    return new Delta(new TopicName("t"), from, to, List.of(Drafts.notice("1").stamped(to, 0)));
  }
}
