package dev.fanfare.fanout;

import static dev.fanfare.Drafts.notice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.metrics.Metric;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A busy topic's lanes wait for each other; others wait for nobody. */
final class LockstepTest {
  private static final TopicName TOPIC = new TopicName("board:42");
  private static final Duration QUIET = Lockstep.BUSY;

  private final FanOut fanOut = new FanOut(2, new Random(1));
  private final int home = Math.floorMod(TOPIC.hashCode(), 2);
  private final StepLoop near = fanOut.loops.get(home);
  private final StepLoop far = fanOut.loops.get(1 - home);
  private final Browser here = fanOut.browser(home, TOPIC);
  private final Browser there = fanOut.browser(1 - home, TOPIC);

  @BeforeEach
  void join() {
    here.subscribe();
    there.subscribe();
    fanOut.settle();
    fanOut.pass(QUIET);
    read();
  }

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void a_quiet_topic_waits_for_nobody() {
    for (int i = 1; i <= 3; i++) {
      tell(String.valueOf(i));
      assertThat(messages(here)).as("without the other lane").isEqualTo(1);
      fanOut.pass(QUIET);
    }
    FanOut.runAll(far);
    assertThat(messages(there)).isEqualTo(3);
  }

  @Test
  void a_busy_topic_goes_on_when_all_its_lanes_have_written_with_all_that_came_meanwhile() {
    tell("1");
    tell("2");
    read();
    tell("3");
    tell("4");
    assertThat(messages(here)).as("while the other lane has yet to write 2").isZero();
    far();
    near.pass(Lockstep.LONGEST_BREATH);
    FanOut.runAll(near);
    FanOut.runAll(far);
    assertThat(List.of(here, there))
        .allSatisfy(it -> {
          List<byte[]> writes = it.writes();
          assertThat(Frames.messages(writes.getLast())).as("3 and 4 in one").hasSize(2);
        });
  }

  @Test
  void who_asks_meanwhile_is_answered_behind_what_is_held() {
    tell("1");
    tell("2");
    tell("3");
    long before = fanOut.metrics.value(Metric.ANSWERS);
    Browser late = fanOut.browser(home, TOPIC);
    late.subscribe();
    FanOut.runAll(near);
    tell("4");
    fanOut.settle();
    read();
    late.read();
    assertThat(fanOut.metrics.value(Metric.ANSWERS))
        .as("what came next fits")
        .isEqualTo(before + 1);
    assertThat(here.view().told()).containsExactly("1", "2", "3", "4");
    assertThat(there.view().told()).containsExactly("1", "2", "3", "4");
    assertThat(late.view().position()).isEqualTo(here.view().position());
  }

  @Test
  void a_lane_whose_last_member_goes_is_not_waited_for() {
    tell("1");
    tell("2");
    far.step();
    tell("3");
    there.unsubscribe();
    fanOut.settle();
    here.read();
    assertThat(here.view().told()).containsExactly("1", "2", "3");
  }

  /** Publishes; only the home's own loop runs. */
  private void tell(String text) {
    fanOut.publish(TOPIC, notice(text));
    FanOut.runAll(near);
  }

  /** The other lane has its turn, and what it says is heard. */
  private void far() {
    FanOut.runAll(far);
    FanOut.runAll(near);
    read();
  }

  private void read() {
    here.read();
    there.read();
  }

  private static int messages(Browser browser) {
    return browser.read().size();
  }
}
