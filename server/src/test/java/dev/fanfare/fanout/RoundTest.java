package dev.fanfare.fanout;

import static dev.fanfare.fanout.TestFormat.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class RoundTest {
  private final FrameBudget budget = new FrameBudget(Long.MAX_VALUE, () -> {});

  private static final Position ONE = new Position(1, "a");
  private static final Position TWO = new Position(2, "b");
  private static final Position THREE = new Position(3, "c");
  private static final int MEMBERS = 5;
  private static final int STRETCH = 2;

  private final Round round = new Round(STRETCH, budget);
  private final EmbeddedChannel socket = new EmbeddedChannel();
  private final Outlet outlet = Browser.outlet(socket);

  @AfterEach
  void close() {
    round.release();
    socket.finishAndReleaseAll();
  }

  @Test
  void a_round_has_the_frames_of_all_advances_in_order() {
    round.join(List.of(advance(Position.START, ONE), advance(ONE, TWO)), MEMBERS);
    round.send(outlet);
    assertThat(sent()).containsExactly("1.a", "2.b");
  }

  @Test
  void an_advance_that_joins_during_a_lap_is_out_after_a_lap_of_its_own() {
    round.join(List.of(advance(Position.START, ONE)), MEMBERS);
    assertThat(goOn()).containsExactly(0, 1);
    round.join(List.of(advance(ONE, TWO)), MEMBERS);
    assertThat(goOn()).containsExactly(2, 3);
    assertThat(sent()).containsExactly("1.a", "2.b");
    assertThat(goOn()).as("to the last member, where the first lap ends").containsExactly(4);
    assertThat(round.laps().from()).isEqualTo(ONE);
    assertThat(goOn()).containsExactly(0, 1);
    assertThat(sent()).containsExactly("2.b");
    assertThat(round.laps().isOver()).isTrue();
  }

  @Test
  void stretches_end_at_the_same_members_wherever_they_begin() {
    round.join(List.of(advance(Position.START, ONE)), MEMBERS);
    round.laps().visit(MEMBERS);
    round.passed(1);
    assertThat(goOn()).containsExactly(1);
    assertThat(goOn()).containsExactly(2, 3);
  }

  @Test
  void a_member_in_the_middle_is_sent_the_rest() {
    round.join(
        List.of(advance(Position.START, ONE), advance(ONE, TWO), advance(TWO, THREE)), MEMBERS);
    round.send(outlet, round.laps().restFrom(ONE));
    assertThat(rest()).containsExactly("2.b", "3.c");
  }

  @Test
  void bytes_that_a_slow_socket_holds_do_not_change_when_advances_join_and_leave() {
    round.join(List.of(advance(Position.START, ONE)), 1);
    round.send(outlet);
    ByteBuf waiting = socket.readOutbound();
    byte[] before = ByteBufUtil.getBytes(waiting);
    for (int i = 2; i < 50; i++) {
      round.join(List.of(advance(new Position(i - 1, "a"), new Position(i, "a"))), 1);
      round.send(outlet);
      sent();
      round.passed(i % 3 == 0 ? 1 : 0);
    }
    assertThat(ByteBufUtil.getBytes(waiting)).isEqualTo(before);
    waiting.release();
  }

  @Test
  void a_socket_that_has_not_taken_the_buffer_has_an_index_of_its_own() {
    round.join(List.of(advance(Position.START, ONE)), MEMBERS);
    round.send(outlet);
    ByteBuf waiting = socket.readOutbound();
    waiting.skipBytes(7);
    round.send(outlet);
    ByteBuf other = socket.readOutbound();
    assertThat(other.readableBytes()).isEqualTo(waiting.readableBytes() + 7);
    waiting.release();
    other.release();
    round.passed(MEMBERS);
    round.release();
    assertThat(waiting.refCnt()).isZero();
    assertThat(other.refCnt()).isZero();
  }

  /** Runs one stretch; returns the visited members. */
  private List<Integer> goOn() {
    List<Integer> come = new ArrayList<>();
    for (int left = round.laps().stretch(MEMBERS); left > 0; left--) {
      come.add(round.laps().visit(MEMBERS));
      if (left == 1) {
        round.send(outlet);
      }
    }
    round.passed(come.size());
    return come;
  }

  /** The ends of the deltas in each of the last writes. */
  private List<String> sent() {
    List<List<String>> writes = new ArrayList<>();
    for (ByteBuf sent = socket.readOutbound(); sent != null; sent = socket.readOutbound()) {
      writes.add(targets(sent));
    }
    return writes.getLast();
  }

  private List<String> rest() {
    ByteBuf sent = socket.readOutbound();
    return sent == null ? List.of() : targets(sent);
  }

  private static List<String> targets(ByteBuf sent) {
    List<String> targets =
        PREFIXED.messages(ByteBufUtil.getBytes(sent)).stream()
            .map(message -> message.string("to"))
            .toList();
    sent.release();
    return targets;
  }

  @Test
  void a_large_buffer_that_a_socket_holds_is_counted_until_it_is_taken() {
    round.join(List.of(new Advance(PREFIXED, Position.START, ONE, new byte[100_000], 0)), 1);
    round.send(outlet);
    round.passed(1);
    round.release();
    assertThat(budget.bytes()).isEqualTo(100_000);
    ((ByteBuf) socket.readOutbound()).release();
    for (int i = 0; i < 100; i++) {
      budget.add(Unpooled.EMPTY_BUFFER);
    }
    assertThat(budget.bytes()).isZero();
  }

  private static Advance advance(Position from, Position to) {
    return Advance.of(
        new Delta(new TopicName("t"), from, to, List.of(Drafts.notice("1").stamped(to, 0))),
        PREFIXED,
        0);
  }
}
