package dev.fanfare.fanout;

import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.fanout.TestFormat.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Lanes and homes, step by step. */
final class LaneTest {
  private static final TopicName TOPIC = new TopicName("t");
  private static final TopicName OTHER = new TopicName("other");

  private final FanOut fanOut = new FanOut(2, new Random(1));

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void all_who_join_at_one_head_share_one_buffer_in_each_loop() {
    fanOut.publish(TOPIC, state("a", "1"));
    Set<ByteBuf> memories = Collections.newSetFromMap(new IdentityHashMap<>());
    joined(10).forEach(browser -> memories.add(browser.memory()));
    assertThat(memories).hasSize(fanOut.lanes.size());
    assertThat(memories).allMatch(memory -> memory.refCnt() == 0);
  }

  @Test
  void a_joiner_gets_the_same_answer_after_all_others_have_taken_theirs() {
    fanOut.publish(TOPIC, state("a", "1"));
    List<byte[]> first = joined(1).getFirst().writes();
    List<byte[]> second = joined(1).getFirst().writes();
    assertThat(second.getFirst()).isEqualTo(first.getFirst());
  }

  @Test
  void readers_with_unknown_positions_share_the_encoding_of_the_reset() {
    fanOut.publish(TOPIC, state("a", "1"));
    Browser joiner = joined(1).getFirst();
    Browser forger = fanOut.browser(0, TOPIC);
    forger.subscribe(new Position(1, "forged"));
    fanOut.settle();
    assertThat(forger.memory()).isSameAs(joiner.memory());
  }

  @Test
  void deliveries_come_after_the_tasks_that_wait_and_the_tasks_that_these_add() {
    try (FanOut one = new FanOut(1, new Random(1))) {
      Browser browser = one.browser(0, TOPIC);
      browser.subscribe();
      one.settle();
      browser.read();
      StepLoop loop = one.loops.getFirst();
      one.publish(TOPIC, notice("1"));
      one.store.answer();
      List<Integer> delivered = new ArrayList<>();
      // A publication that is read now is answered in such a task.
      loop.execute(() -> loop.execute(() -> delivered.add(browser.read().size())));
      one.settle();
      assertThat(delivered).containsExactly(0);
      assertThat(browser.read()).hasSize(1);
    }
  }

  @Test
  void advances_that_pile_up_are_one_write() {
    Browser browser = joined(1).getFirst();
    browser.read();
    for (int i = 0; i < 5; i++) {
      fanOut.publish(TOPIC, notice(String.valueOf(i)));
    }
    fanOut.settle();
    List<byte[]> writes = browser.writes();
    assertThat(writes).hasSize(1);
    assertThat(PREFIXED.messages(writes.getFirst())).hasSize(5);
    assertThat(fanOut.metrics.value(Metric.DELIVERIES)).isEqualTo(5);
  }

  @Test
  void many_members_are_written_to_in_stretches_and_other_topics_have_their_turn_between() {
    List<Browser> many = crowd(2 * Lane.STRETCH + 1);
    Browser other = fanOut.browser(0, OTHER);
    other.subscribe();
    fanOut.settle();
    other.read();
    fanOut.publish(TOPIC, notice("1"));
    fanOut.publish(OTHER, notice("1"));
    fanOut.loops.forEach(FanOut::runAll);
    assertThat(other.read()).hasSize(1);
    assertThat(many.stream().filter(it -> !it.read().isEmpty())).hasSize(Lane.STRETCH);
    fanOut.publish(TOPIC, notice("2"));
    many.getFirst().unsubscribe();
    many.getLast().unsubscribe();
    fanOut.settle();
    List<Browser> rest = many.subList(1, many.size() - 1);
    rest.forEach(Browser::read);
    assertThat(rest).extracting(it -> it.view().told()).containsOnly(List.of("1", "2"));
  }

  @Test
  void an_advance_during_a_round_goes_out_with_the_one_in_progress() {
    List<Browser> many = crowd(2 * Lane.STRETCH);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.loops.forEach(FanOut::runAll);
    fanOut.publish(TOPIC, notice("2"));
    fanOut.settle();
    List<Integer> writes = many.stream().map(it -> it.writes().size()).toList();
    assertThat(writes.subList(0, Lane.STRETCH)).as("one by one").containsOnly(2);
    assertThat(writes.subList(Lane.STRETCH, many.size())).as("both in one").containsOnly(1);
    assertThat(fanOut.metrics.value(Metric.DELIVERIES)).isEqualTo(4L * Lane.STRETCH);
  }

  @Test
  void a_member_that_leaves_during_a_round_takes_nothing_from_the_others() {
    List<Browser> many = crowd(2 * Lane.STRETCH);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.loops.forEach(FanOut::runAll);
    Browser goer = many.get(5);
    goer.unsubscribe();
    fanOut.settle();
    goer.read();
    assertThat(read(many)).isEqualTo(many.size() - 1);
  }

  @Test
  void a_member_that_joins_during_a_round_gets_each_delta_once() {
    crowd(2 * Lane.STRETCH);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.loops.forEach(FanOut::runAll);
    long before = fanOut.metrics.value(Metric.ANSWERS);
    Browser late = fanOut.browser(0, TOPIC);
    late.subscribe();
    fanOut.loops.forEach(FanOut::runAll);
    fanOut.publish(TOPIC, notice("2"));
    fanOut.publish(TOPIC, notice("3"));
    fanOut.settle();
    assertThat(late.read()).hasSize(3);
    assertThat(fanOut.metrics.value(Metric.ANSWERS)).isEqualTo(before + 1);
  }

  @Test
  void a_busy_topic_with_members_in_other_lanes_rests_between_stretches() {
    StepLoop loop = fanOut.loops.getFirst();
    Duration one = Duration.ofNanos(1_000);
    Duration half = one.multipliedBy(Lane.STRETCH / 2);
    List<Browser> many =
        Stream.generate(() -> fanOut.browser(0, TOPIC, new SlowChannel(loop, one)))
            .limit(4 * Lane.STRETCH)
            .toList();
    many.forEach(Browser::subscribe);
    fanOut.browser(1, TOPIC).subscribe();
    fanOut.settle();
    read(many);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.loops.forEach(FanOut::runAll);
    assertThat(read(many)).isEqualTo(Lane.STRETCH);
    fanOut.publish(TOPIC, notice("2"));
    fanOut.loops.forEach(FanOut::runAll);
    fanOut.pass(Duration.ofNanos(1));
    fanOut.loops.forEach(FanOut::runAll);
    assertThat(read(many)).as("one advance in progress: no rest").isEqualTo(2 * Lane.STRETCH);
    fanOut.pass(half.minus(one));
    fanOut.loops.forEach(FanOut::runAll);
    assertThat(read(many)).as("it rests").isZero();
    fanOut.pass(one);
    fanOut.loops.forEach(FanOut::runAll);
    assertThat(read(many)).isEqualTo(2 * Lane.STRETCH);
    fanOut.settle();
  }

  /** A channel for which every look takes time. */
  private static final class SlowChannel extends EmbeddedChannel {
    private final StepLoop loop;
    private final Duration time;

    SlowChannel(StepLoop loop, Duration time) {
      this.loop = loop;
      this.time = time;
    }

    @Override
    public boolean isWritable() {
      loop.work(time);
      return super.isWritable();
    }
  }

  /** How many deltas they have received. */
  private static int read(List<Browser> browsers) {
    return browsers.stream().mapToInt(browser -> browser.read().size()).sum();
  }

  /** This many browsers in the first lane, which have read everything. */
  private List<Browser> crowd(int count) {
    fanOut.publish(TOPIC, notice("0"));
    List<Browser> browsers = Stream.generate(() -> fanOut.browser(0, TOPIC)).limit(count).toList();
    browsers.forEach(Browser::subscribe);
    fanOut.settle();
    browsers.forEach(Browser::read);
    return browsers;
  }

  @Test
  void a_socket_of_several_topics_is_flushed_once_a_tick() {
    Lane lane = fanOut.lanes.getFirst();
    Flushes flushes = new Flushes();
    EmbeddedChannel socket = new EmbeddedChannel(flushes);
    Outlet outlet = Browser.outlet(socket);
    lane.subscribe(outlet, TOPIC, null);
    lane.subscribe(outlet, OTHER, null);
    fanOut.settle();
    flushes.count = 0;
    fanOut.publish(TOPIC, notice("1"));
    fanOut.publish(OTHER, notice("1"));
    fanOut.settle();
    assertThat(flushes.count).isEqualTo(1);
    assertThat(fanOut.metrics.value(Metric.WRITES)).isEqualTo(2);
    socket.finishAndReleaseAll();
  }

  private static final class Flushes extends ChannelOutboundHandlerAdapter {
    int count;

    @Override
    public void flush(ChannelHandlerContext context) {
      count++;
      context.flush();
    }
  }

  @Test
  void a_full_socket_is_skipped_and_catches_up_with_one_event_a_key() {
    List<Browser> browsers = joined(2);
    Browser full = browsers.getFirst();
    browsers.forEach(Browser::read);
    full.full(true);
    for (int i = 0; i < 5; i++) {
      fanOut.publish(TOPIC, state("k", String.valueOf(i)));
      fanOut.settle();
    }
    assertThat(full.read()).isEmpty();
    assertThat(browsers.getLast().read()).hasSize(5);
    full.full(false);
    fanOut.settle();
    assertThat(full.read()).hasSize(1);
    assertThat(full.view().told()).containsExactly("4");
    assertThat(full.view().position()).isEqualTo(browsers.getLast().view().position());
  }

  @Test
  void an_answer_waits_until_the_socket_can_take_it() {
    fanOut.publish(TOPIC, state("k", "1"));
    Browser browser = fanOut.browser(0, TOPIC);
    browser.full(true);
    browser.subscribe();
    fanOut.settle();
    assertThat(browser.read()).as("nothing is sent to a full socket").isEmpty();
    fanOut.publish(TOPIC, state("k", "2"));
    fanOut.settle();
    browser.full(false);
    fanOut.settle();
    assertThat(browser.read()).hasSize(1);
    assertThat(browser.view().told()).containsExactly("2");
  }

  @Test
  void a_question_that_was_overtaken_by_another_is_not_answered() {
    Position first = fanOut.publish(TOPIC, notice("1"));
    fanOut.publish(TOPIC, notice("2"));
    Browser browser = joined(1).getFirst();
    browser.read();
    browser.subscribe(new Position(1, "forged"));
    browser.subscribe(null);
    browser.subscribe(first);
    fanOut.settle();
    assertThat(browser.writes())
        .flatExtracting(PREFIXED::messages)
        .extracting(delta -> delta.optionalString("from"))
        .containsExactly(first.toString());
  }

  @Test
  void nothing_comes_after_unsubscribing_not_even_a_delta_in_progress() {
    Browser browser = joined(1).getFirst();
    browser.read();
    fanOut.publish(TOPIC, notice("1"));
    fanOut.loops.forEach(StepLoop::step);
    browser.unsubscribe();
    fanOut.settle();
    assertThat(browser.writes()).isEmpty();
    assertThat(fanOut.metrics.value(Metric.SUBSCRIPTIONS)).isZero();
  }

  @Test
  void a_lost_message_is_noticed_at_the_next_event() {
    fanOut.publish(TOPIC, notice("0"));
    Browser browser = joined(1).getFirst();
    browser.read();
    fanOut.store.deaf(true);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.settle();
    assertThat(browser.read()).isEmpty();
    fanOut.store.deaf(false);
    fanOut.settle();
    fanOut.publish(TOPIC, notice("2"));
    fanOut.settle();
    browser.read();
    assertThat(browser.view().told()).containsExactly("1", "2");
    assertThat(browser.view().resets()).isEqualTo(1);
  }

  @Test
  void a_joiner_while_the_store_is_away_is_answered_when_it_is_back() {
    fanOut.publish(TOPIC, state("k", "1"));
    fanOut.store.away(true);
    Browser browser = joined(1).getFirst();
    assertThat(browser.read()).isEmpty();
    fanOut.store.away(false);
    fanOut.pass(Duration.ofSeconds(1));
    fanOut.settle();
    assertThat(browser.read()).hasSize(1);
    assertThat(browser.view().state()).containsEntry("k", "1");
  }

  @Test
  void a_joiner_to_a_replica_while_the_store_is_away_gets_a_stale_delta() {
    fanOut.publish(TOPIC, state("k", "1"));
    Browser early = joined(1).getFirst();
    early.read();
    fanOut.store.away(true);
    List<Browser> late = joined(2);
    late.forEach(Browser::read);
    assertThat(late).extracting(it -> it.view().isStale()).containsOnly(true);
    assertThat(late).extracting(it -> it.view().state()).containsOnly(Map.of("k", "1"));
    assertThat(early.read()).as("it does not receive again what it has").isEmpty();
  }

  @Test
  void a_reader_with_the_stale_mark_receives_when_it_ends() {
    fanOut.publish(TOPIC, state("k", "1"));
    joined(1).getFirst().read();
    fanOut.store.away(true);
    Browser late = joined(1).getFirst();
    late.read();
    fanOut.store.away(false);
    fanOut.store.interrupted();
    fanOut.settle();
    assertThat(late.read()).hasSize(1);
    assertThat(late.view().isStale()).isFalse();
    assertThat(late.view().resets()).isEqualTo(1);
    fanOut.store.interrupted();
    fanOut.settle();
    assertThat(late.read()).as("it receives that once").isEmpty();
  }

  @Test
  void events_that_a_stale_replica_has_missed_come_without_the_mark() {
    fanOut.publish(TOPIC, state("k", "1"));
    joined(1).getFirst().read();
    fanOut.store.away(true);
    Browser late = joined(1).getFirst();
    late.read();
    fanOut.store.deaf(true);
    fanOut.publish(TOPIC, state("k", "2"));
    fanOut.settle();
    fanOut.store.deaf(false);
    fanOut.store.away(false);
    fanOut.store.interrupted();
    fanOut.settle();
    assertThat(late.read()).hasSize(1);
    assertThat(late.view().state()).containsEntry("k", "2");
    assertThat(late.view().isStale()).isFalse();
  }

  @Test
  void for_its_own_head_a_replica_asks_the_store_nothing() {
    fanOut.publish(TOPIC, state("k", "1"));
    joined(1).getFirst().read();
    long asked = fanOut.metrics.value(Metric.REPLICA_CATCH_UPS);
    fanOut.store.interrupted();
    fanOut.settle();
    assertThat(fanOut.metrics.value(Metric.REPLICA_CATCH_UPS)).isEqualTo(asked);
  }

  @Test
  void a_topic_is_kept_for_a_while_after_its_last_subscriber_and_then_dropped() {
    Browser browser = joined(1).getFirst();
    browser.unsubscribe();
    fanOut.settle();
    fanOut.pass(FanOut.LINGER.minusMillis(10));
    fanOut.settle();
    assertThat(fanOut.metrics.value(Metric.TOPICS)).isEqualTo(1);
    fanOut.pass(Duration.ofMillis(10));
    fanOut.settle();
    assertThat(fanOut.metrics.value(Metric.TOPICS)).isZero();
    fanOut.publish(TOPIC, state("k", "1"));
    assertThat(joined(1).getFirst().read()).hasSize(1);
  }

  @Test
  void a_joiner_to_a_lingering_topic_is_answered_without_asking_the_store() {
    joined(1).getFirst().unsubscribe();
    fanOut.settle();
    long asked = fanOut.metrics.value(Metric.REPLICA_CATCH_UPS);
    fanOut.publish(TOPIC, state("k", "1"));
    fanOut.store.away(true);
    Browser browser = joined(1).getFirst();
    fanOut.pass(FanOut.LINGER);
    fanOut.settle();
    assertThat(browser.read()).hasSize(1);
    assertThat(fanOut.metrics.value(Metric.REPLICA_CATCH_UPS)).isEqualTo(asked);
  }

  @Test
  void a_failing_write_stops_no_other_topic() {
    Browser broken = fanOut.browser(0, TOPIC, new BrokenChannel());
    Browser other = fanOut.browser(0, OTHER);
    broken.subscribe();
    other.subscribe();
    fanOut.settle();
    for (int i = 0; i < 3; i++) {
      fanOut.publish(TOPIC, notice("1"));
      fanOut.publish(OTHER, notice("1"));
      fanOut.settle();
    }
    other.read();
    assertThat(other.view().told()).hasSize(3);
    assertThat(fanOut.loops).flatExtracting(StepLoop::failures).isNotEmpty();
  }

  private static final class BrokenChannel extends EmbeddedChannel {
    @Override
    public boolean isWritable() {
      throw new IllegalStateException("broken");
    }
  }

  /** This many browsers, spread over the lanes, and answered if the store can be reached. */
  private List<Browser> joined(int count) {
    List<Browser> browsers =
        Stream.iterate(0, i -> i + 1).limit(count).map(i -> fanOut.browser(i, TOPIC)).toList();
    browsers.forEach(Browser::subscribe);
    fanOut.settle();
    return browsers;
  }

  @Test
  void a_reset_of_the_store_reaches_everyone() {
    fanOut.publish(TOPIC, state("old", "1"));
    Browser browser = joined(1).getFirst();
    browser.read();
    fanOut.store.lose();
    fanOut.publish(TOPIC, state("new", "2"));
    fanOut.settle();
    List<JsonObject> deltas = browser.read();
    assertThat(deltas).extracting(delta -> delta.optionalString("from")).contains((String) null);
    assertThat(browser.view().state()).containsOnlyKeys("new");
  }
}
