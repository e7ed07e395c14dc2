package dev.fanfare.fanout;

import static dev.fanfare.fanout.TestFormat.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Position;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every order of joins, visits, answers and leaves, for few members and few laps. */
final class LapsTest {
  private static final int STEPS = 6;
  private static final int MOST_MEMBERS = 4;
  private static final int AWAITING = -1;

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void every_member_gets_every_advance_once_and_in_order(int stretch) {
    int sequences = 0;
    for (int members = 0; members <= MOST_MEMBERS; members++) {
      sequences += tryAll(new ArrayList<>(), members, stretch);
    }
    assertThat(sequences).isGreaterThan(10_000);
  }

  /** Tries all sequences that begin with these choices; each is replayed from the start. */
  private static int tryAll(List<Integer> choices, int members, int stretch) {
    Circle circle = new Circle(members, stretch);
    choices.forEach(circle::choose);
    int open = circle.choices();
    if (choices.size() == STEPS) {
      circle.finish();
      return 1;
    }
    int sequences = 0;
    for (int choice = 0; choice < open; choice++) {
      List<Integer> longer = new ArrayList<>(choices);
      longer.add(choice);
      sequences += tryAll(longer, members, stretch);
    }
    return sequences;
  }

  /**
   * Members that are visited as a lane visits them. Each is the number of the advance that it
   * received last.
   */
  private static final class Circle {
    private final Laps laps;
    private final List<Integer> members = new ArrayList<>();
    private final Deque<Integer> inProgress = new ArrayDeque<>();
    private int head;

    Circle(int size, int stretch) {
      laps = new Laps(stretch);
      for (int i = 0; i < size; i++) {
        members.add(0);
      }
    }

    /**
     * Publish; visit; join and be answered at once; join; be answered; then each member may leave.
     */
    int choices() {
      return 5 + members.size();
    }

    void choose(int choice) {
      switch (choice) {
        case 0 -> publish();
        case 1 -> visit();
        case 2 -> come(head);
        case 3 -> come(AWAITING);
        case 4 -> answer();
        default -> go(choice - 5);
      }
    }

    private void publish() {
      head++;
      if (!members.isEmpty()) {
        laps.join(advance(head), members.size());
        inProgress.add(head);
      } else {
        inProgress.clear();
      }
    }

    private void visit() {
      if (laps.isOver()) {
        return;
      }
      assertThat(laps.to()).isEqualTo(at(head));
      int visited = 0;
      for (int left = laps.stretch(members.size()); left > 0; left--) {
        visited++;
        int member = laps.visit(members.size());
        if (members.get(member) == AWAITING) {
          continue;
        }
        if (!at(members.get(member)).equals(laps.from())) {
          deliverRest(member);
        }
        members.set(member, head);
      }
      passed(visited);
    }

    private void passed(int visited) {
      assertThat(visited).as("a member is visited").isPositive();
      int bytes = laps.passed(visited);
      int out = 0;
      while (inProgress.size() > laps.deltas()) {
        out += inProgress.removeFirst();
      }
      assertThat(bytes).as("the bytes of the laps that are out").isEqualTo(out);
    }

    /** Sends a member that has some or all of the deltas in progress its rest. */
    private void deliverRest(int member) {
      int at = members.get(member);
      Laps.Rest rest = laps.restFrom(at(at));
      assertThat(rest.deltas()).as("what a member at %s has yet to get", at).isEqualTo(head - at);
      int before = inProgress.stream().filter(it -> it <= at).mapToInt(it -> it).sum();
      assertThat(rest.offset()).isEqualTo(rest.deltas() == 0 ? 0 : before);
      members.set(member, head);
    }

    private void come(int at) {
      if (members.size() < MOST_MEMBERS) {
        members.add(at);
        laps.grow();
      }
    }

    /** The home's answer leads to the head: tasks from a home to a lane keep their order. */
    private void answer() {
      members.replaceAll(at -> at == AWAITING ? head : at);
    }

    private void go(int member) {
      int last = members.removeLast();
      boolean isMoved = member < members.size();
      if (isMoved) {
        members.set(member, last);
      }
      laps.shrink(members.size());
      if (members.isEmpty()) {
        laps.clear();
        inProgress.clear();
      } else if (isMoved && last != AWAITING && !laps.isOver()) {
        deliverRest(member);
      }
    }

    void finish() {
      int most = laps.deltas() * members.size() + 1;
      for (int stretches = 0; !laps.isOver(); stretches++) {
        assertThat(stretches).as("the laps end").isLessThan(most);
        visit();
      }
      answer();
      assertThat(members).allMatch(member -> member == head);
    }
  }

  @Test
  void a_member_in_the_middle_has_yet_to_receive_the_rest() {
    Laps laps = new Laps(2);
    for (int to = 1; to <= 3; to++) {
      laps.join(advance(to), 5);
    }
    assertThat(laps.restFrom(at(1))).isEqualTo(new Laps.Rest(1, 2));
    assertThat(laps.restFrom(at(3))).isEqualTo(Laps.Rest.NONE);
    assertThat(laps.restFrom(new Position(1, "other"))).isEqualTo(Laps.Rest.NONE);
  }

  private static Position at(int number) {
    return number == 0 ? Position.START : new Position(number, "a");
  }

  /** An advance whose bytes are as many as its number. */
  private static Advance advance(int to) {
    return new Advance(PREFIXED, at(to - 1), at(to), new byte[to], to);
  }
}
