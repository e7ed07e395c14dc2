package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class MembersTest {
  private static final TopicName TOPIC = new TopicName("t");

  private static final Position ONE = new Position(1, "a");
  private static final Position TWO = new Position(2, "a");
  private static final Position THREE = new Position(3, "a");
  private static final Outlet OUTLET = Browser.outlet(new EmbeddedChannel());

  private final Members members = new Members(TOPIC);

  @Test
  void whoever_comes_and_goes_every_member_knows_its_place() {
    Random random = new Random(7);
    List<Subscription> expected = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      if (expected.isEmpty() || random.nextInt(5) < 3) {
        Subscription subscription = subscription();
        members.add(subscription);
        expected.add(subscription);
      } else {
        Subscription leaving = expected.remove(random.nextInt(expected.size()));
        members.remove(leaving);
        assertThat(leaving.index).isEqualTo(-1);
      }
      for (int index = 0; index < members.size(); index++) {
        assertThat(members.get(index).index).isEqualTo(index);
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
  void what_is_held_goes_into_one_round_and_what_comes_meanwhile_into_the_next() {
    members.add(subscription());
    assertThat(members.round()).isNull();
    members.hold(List.of(Advance.of(new Delta(TOPIC, null, ONE, List.of()))), null);
    members.hold(List.of(Advance.of(new Delta(TOPIC, ONE, TWO, List.of()))), null);
    Round round = Objects.requireNonNull(members.round());
    assertThat(round.from()).isNull();
    assertThat(round.to()).isEqualTo(TWO);
    assertThat(round.deltas()).isEqualTo(2);
    members.hold(List.of(Advance.of(new Delta(TOPIC, TWO, THREE, List.of()))), null);
    assertThat(members.round()).isSameAs(round);
    members.endRound();
    assertThat(Objects.requireNonNull(members.round()).from()).isEqualTo(TWO);
    members.endRound();
    assertThat(members.isDue()).isFalse();
  }

  @Test
  void who_comes_during_a_round_is_not_in_it_and_who_goes_shortens_it() {
    List<Subscription> present = List.of(subscription(), subscription(), subscription());
    present.forEach(members::add);
    members.hold(List.of(Advance.of(new Delta(TOPIC, null, ONE, List.of()))), null);
    Round round = Objects.requireNonNull(members.round());
    members.add(subscription());
    assertThat(round.next()).isEqualTo(2);
    members.remove(members.get(3));
    members.remove(present.get(0));
    members.remove(present.get(1));
    assertThat(round.isOver()).isFalse();
    assertThat(members.get(round.next())).isSameAs(present.get(2));
    assertThat(round.isOver()).isTrue();
    members.endRound();
  }

  private static Subscription subscription() {
    return new Subscription(OUTLET, TOPIC, null);
  }
}
