package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.backplane.redis.HeadRuleWorld.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** {@link HeadRule} in every course of events up to a length; TopicFeedTest has the examples. */
final class HeadRuleTest {
  private static final int LENGTH = 7;

  @Test
  void the_listeners_reach_the_head_of_the_store_whatever_happened() {
    everyCourse(world -> {
      world.settle();
      assertThat(world.told()).isEqualTo(world.stored());
      assertThat(world.rule().isInDoubt()).isFalse();
    });
  }

  /** The world checks it at each step: see {@link HeadRuleWorld}. */
  @Test
  void a_head_leaves_no_gap_to_the_next_message_unless_a_message_was_lost() {
    everyCourse(world -> assertThat(world.broken()).isEmpty());
  }

  private static void everyCourse(Consumer<HeadRuleWorld> check) {
    extend(new ArrayList<>(), check);
  }

  private static void extend(List<Step> course, Consumer<HeadRuleWorld> check) {
    HeadRuleWorld world = new HeadRuleWorld();
    for (Step step : course) {
      if (!world.happen(step)) {
        return; // nothing to do: a shorter course is the same
      }
    }
    try {
      check.accept(world);
    } catch (AssertionError e) {
      throw new AssertionError("after " + course, e);
    }
    if (course.size() < LENGTH) {
      for (Step step : Step.values()) {
        course.add(step);
        extend(course, check);
        course.removeLast();
      }
    }
  }
}
