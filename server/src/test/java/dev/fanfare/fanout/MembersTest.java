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

  private static final EmbeddedChannel CHANNEL = new EmbeddedChannel();

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
  void what_is_held_is_taken_once_and_as_one() {
    Position one = new Position(1, "a");
    Position two = new Position(2, "a");
    assertThat(members.takeHeld()).isNull();
    assertThat(members.hold(Advance.of(new Delta(TOPIC, null, one, List.of())))).isTrue();
    assertThat(members.hold(Advance.of(new Delta(TOPIC, one, two, List.of())))).isFalse();
    Advance taken = Objects.requireNonNull(members.takeHeld());
    assertThat(taken.from()).isNull();
    assertThat(taken.to()).isEqualTo(two);
    assertThat(members.takeHeld()).isNull();
    assertThat(members.hold(Advance.of(new Delta(TOPIC, two, two, List.of())))).isTrue();
  }

  private static Subscription subscription() {
    return new Subscription(CHANNEL, TOPIC, null);
  }
}
