package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MembersTest {
  private static final TopicName TOPIC = new TopicName("t");

  private static final int STRETCH = 2;

  private static final Position ONE = new Position(1, "a");
  private static final Position TWO = new Position(2, "a");
  private static final Position THREE = new Position(3, "a");
  private static final Lane LANE =
      new FanOut(1, new Random(1), Lane.BUDGET, STRETCH).lanes.getFirst();
  private static final Outlet OUTLET = Browser.outlet(new EmbeddedChannel());

  private final Members members = new Members(TOPIC, LANE, TestFormat.PREFIXED);

  @Test
  void every_member_knows_its_index_whichever_members_join_and_leave() {
    Random random = new Random(7);
    List<Subscription> expected = new ArrayList<>();
    Map<Subscription, Position> positions = new HashMap<>();
    for (int i = 0; i < 1_000; i++) {
      if (expected.isEmpty() || random.nextInt(5) < 3) {
        Position own = new Position(i + 1, "a");
        Subscription subscription = members.add(OUTLET, own);
        expected.add(subscription);
        positions.put(subscription, own);
      } else {
        Subscription leaving = expected.remove(random.nextInt(expected.size()));
        members.remove(leaving);
        assertThat(leaving.index).isEqualTo(-1);
      }
      for (int index = 0; index < members.size(); index++) {
        Subscription member = members.get(index);
        assertThat(member.index).isEqualTo(index);
        assertThat(member.position()).isEqualTo(positions.get(member));
      }
      assertThat(members.isEmpty()).isEqualTo(expected.isEmpty());
    }
    List<Subscription> present = new ArrayList<>();
    for (int index = 0; index < members.size(); index++) {
      present.add(members.get(index));
    }
    assertThat(present).containsExactlyInAnyOrderElementsOf(expected);
  }

  @Test
  void a_held_advance_joins_the_round_and_is_out_after_one_lap() {
    add();
    add();
    assertThat(members.joinHeld()).isNull();
    members.hold(advance(Position.START, ONE), false);
    members.hold(advance(ONE, TWO), false);
    Round round = Objects.requireNonNull(members.joinHeld());
    assertThat(round.laps().from()).isEqualTo(Position.START);
    assertThat(round.laps().to()).isEqualTo(TWO);
    members.passed(1);
    members.hold(advance(TWO, THREE), false);
    assertThat(members.joinHeld()).isSameAs(round);
    assertThat(round.laps().from()).isEqualTo(Position.START);
    assertThat(round.laps().to()).isEqualTo(THREE);
    members.passed(1);
    assertThat(Objects.requireNonNull(members.joinHeld()).laps().from()).isEqualTo(TWO);
    members.passed(1);
    assertThat(members.isDue()).isFalse();
    assertThat(members.joinHeld()).isNull();
  }

  @Test
  void members_are_crowded_while_laps_overlap_and_other_lanes_have_members() {
    add();
    add();
    add();
    members.hold(advance(Position.START, ONE), true);
    members.joinHeld();
    members.passed(1);
    assertThat(members.isCrowded()).as("the first of a round").isFalse();
    members.hold(advance(ONE, TWO), true);
    members.joinHeld();
    members.passed(1);
    assertThat(members.isCrowded()).isTrue();
    members.joinHeld();
    members.passed(1);
    assertThat(members.isCrowded()).as("the first advance is out").isFalse();
    members.hold(advance(TWO, THREE), false);
    members.joinHeld();
    assertThat(members.isCrowded()).as("no members in other lanes").isFalse();
    members.passed(3);
  }

  @Test
  void no_member_is_passed_over_whichever_members_join_and_leave() {
    Random random = new Random(11);
    for (int run = 0; run < 500; run++) {
      new Going(random).run();
    }
  }

  @Test
  void a_round_ends_when_its_last_member_goes() {
    Subscription only = members.add(OUTLET, Position.START);
    members.hold(advance(Position.START, ONE), false);
    members.joinHeld();
    assertThat(members.remove(only)).isEmpty();
    members.passed(0);
    assertThat(members.isDue()).isFalse();
  }

  /** Advances in progress for members that come and go, as a lane has them. */
  private static final class Going {
    private final Random random;
    private final Members members = new Members(TOPIC, LANE, TestFormat.PREFIXED);
    private Position head = Position.START;

    Going(Random random) {
      this.random = random;
    }

    void run() {
      for (int step = 0; step < 20; step++) {
        switch (random.nextInt(4)) {
          case 0 -> come();
          case 1 -> go();
          case 2 -> publish();
          default -> stretch();
        }
      }
      for (int left = 1_000; members.isDue(); left--) {
        assertThat(left).as("the round ends").isPositive();
        stretch();
      }
      for (int i = 0; i < members.size(); i++) {
        assertThat(members.position(i)).isEqualTo(head);
      }
    }

    private void come() {
      members.add(OUTLET, head); // its answer
    }

    private void go() {
      if (!members.isEmpty()) {
        Subscription goer = members.get(random.nextInt(members.size()));
        // A moved member that the round may miss asks, and is answered.
        members.remove(goer).ifPresent(moved -> moved.moveTo(head));
      }
    }

    private void publish() {
      Position next = head.next("a");
      members.hold(advance(head, next), false);
      head = next;
    }

    private void stretch() {
      Round round = members.joinHeld();
      if (round == null) {
        return;
      }
      int stretch = round.laps().stretch(members.size());
      for (int i = 0; i < stretch; i++) {
        members.move(round.laps().visit(members.size()), round.laps().to());
      }
      members.passed(stretch);
    }
  }

  private static Advance advance(Position from, Position to) {
    return Advance.of(new Delta(TOPIC, from, to, List.of()), TestFormat.PREFIXED, 0);
  }

  private void add() {
    members.add(OUTLET, Position.START);
  }
}
