package dev.fanfare.fanout;

import static dev.fanfare.Drafts.notice;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.metrics.Metric;
import dev.fanfare.topic.TopicName;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A socket goes on in another lane. */
final class MoveTest {
  private static final TopicName TOPIC = new TopicName("t");

  /** Two lanes that write to one member at a time: there is always something under way. */
  private final FanOut fanOut = new FanOut(2, new Random(1), 1, 1);

  private final List<Browser> first =
      IntStream.range(0, 3).mapToObj(_ -> fanOut.browser(0, TOPIC)).toList();
  private final List<Browser> second =
      IntStream.range(0, 3).mapToObj(_ -> fanOut.browser(1, TOPIC)).toList();

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void who_leaves_is_sent_before_what_is_under_way_to_it() {
    begin();
    fanOut.publish(TOPIC, notice("2"));
    stepUntilOneOf(first, 0);
    Browser last = first.stream().filter(it -> it.view().events().size() == 1).findAny().get();
    last.leave();
    assertThat(last.isOnItsWay()).isTrue();
    last.read();
    assertThat(last.view().told()).containsExactly("2");
  }

  @Test
  void what_came_meanwhile_and_is_under_way_in_the_other_lane_is_not_asked_for() {
    begin();
    Browser one = first.getFirst();
    one.leave();
    fanOut.publish(TOPIC, notice("2"));
    stepUntilOneOf(second, 1);
    long answers = fanOut.metrics.value(Metric.ANSWERS);
    one.arrive(fanOut.lanes.get(1));
    one.read();
    assertThat(one.view().told()).containsExactly("2");
    fanOut.publish(TOPIC, notice("3"));
    fanOut.settle();
    one.read();
    assertThat(one.view().told()).containsExactly("2", "3");
    assertThat(fanOut.metrics.value(Metric.ANSWERS)).isEqualTo(answers);
  }

  @Test
  void what_is_not_under_way_any_more_is_asked_for() {
    begin();
    Browser one = first.getFirst();
    one.leave();
    fanOut.publish(TOPIC, notice("2"), notice("3"));
    fanOut.settle();
    one.arrive(fanOut.lanes.get(1));
    fanOut.settle();
    one.read();
    assertThat(one.view().told()).containsExactly("2", "3");
  }

  @Test
  void who_waits_for_a_topic_to_begin_stays_and_misses_nothing() {
    first.forEach(Browser::subscribe);
    fanOut.settle();
    Browser one = first.getFirst();
    one.leave();
    assertThat(one.isOnItsWay()).isFalse();
    fanOut.publish(TOPIC, notice("1"));
    fanOut.settle();
    one.read();
    assertThat(one.view().told()).containsExactly("1");
  }

  @Test
  void who_is_full_or_waits_for_an_answer_stays() {
    begin();
    Browser one = first.getFirst();
    one.subscribe();
    one.leave();
    assertThat(one.isOnItsWay()).as("an answer is due").isFalse();
    fanOut.settle();
    one.full(true);
    fanOut.publish(TOPIC, notice("2"));
    fanOut.settle();
    one.leave();
    assertThat(one.isOnItsWay()).as("it has missed something").isFalse();
  }

  /** All are there, and the topic has begun. */
  private void begin() {
    fanOut.publish(TOPIC, notice("1"));
    first.forEach(Browser::subscribe);
    second.forEach(Browser::subscribe);
    fanOut.settle();
    first.forEach(Browser::read);
    second.forEach(Browser::read);
  }

  /** Until the lane has written to one of its members, and has yet to write to others. */
  private void stepUntilOneOf(List<Browser> members, int loop) {
    int told = members.getFirst().view().events().size();
    do {
      fanOut.loops.forEach(StepLoop::step);
      fanOut.store.answer();
      members.forEach(Browser::read);
    } while (members.stream().noneMatch(it -> it.view().events().size() > told));
    assertThat(members).anyMatch(it -> it.view().events().size() == told);
    assertThat(fanOut.loops.get(loop).failures()).isEmpty();
  }
}
