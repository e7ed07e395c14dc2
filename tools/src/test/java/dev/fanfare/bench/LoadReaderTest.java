package dev.fanfare.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.DraftReader;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.Unpooled;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A reader finds every fault of a server: here it receives wrong histories. */
final class LoadReaderTest {
  private static final TopicName TOPIC = new TopicName("t");

  private final BenchTally tally = new BenchTally();
  private final BenchTopic course = new BenchTopic(TOPIC);
  private final List<LoadReader> readers = new ArrayList<>();

  @Test
  void every_event_at_every_socket_is_accounted_for() {
    publish(1, 2, 3);
    for (int i = 0; i < 3; i++) {
      tell(reader(), delta(null, 1, 1), delta(1, 3, 2, 3));
    }
    assertThat(tally.delivered).isEqualTo(9);
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void a_reader_that_catches_up_has_the_same_events_as_the_others() {
    publish(1, 2, 3, 4);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2), delta(2, 3, 3), delta(3, 4, 4));
    tell(reader(), delta(null, 1, 1), delta(1, 3, 2, 3), delta(3, 4, 4));
    assertThat(tally.delivered).isEqualTo(8);
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void an_event_that_does_not_arrive_is_missing() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2));
    assertThat(outcome().missing()).isEqualTo(1);
    assertThat(outcome().missingTold()).isZero();
    assertThat(outcome().isComplete()).isFalse();
  }

  @Test
  void a_gap_is_found_at_once() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(2, 3, 3));
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(tally.complaint()).contains("starts at 2.", "but the socket is at 1.");
  }

  @Test
  void a_gap_is_found_even_if_another_reader_has_taken_that_step() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2), delta(2, 3, 3));
    tell(reader(), delta(null, 1, 1), delta(2, 3, 3));
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(outcome().missing()).isEqualTo(1);
  }

  @Test
  void a_duplicate_is_found() {
    publish(1, 2);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2), delta(1, 2, 2));
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(outcome().strays()).isEqualTo(1);
  }

  @Test
  void another_event_in_the_place_of_one_is_found() {
    publish(1, 2);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 7));
    assertThat(outcome().missing()).isZero();
    assertThat(outcome().strays()).isEqualTo(1);
    assertThat(outcome().isComplete()).isFalse();
  }

  @Test
  void events_hidden_by_a_reset_are_missing_and_reported() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(null, 3));
    assertThat(tally.resets).isEqualTo(1);
    assertThat(outcome().missing()).isEqualTo(2);
    assertThat(outcome().missingTold()).isEqualTo(2);
    assertThat(outcome().isComplete()).isFalse();
  }

  @Test
  void the_first_event_of_a_topic_is_no_reset() {
    tell(reader(), new Delta(TOPIC, null, Position.START, List.of()), delta(0, 1, 1));
    publish(1);
    assertThat(tally.resets).isZero();
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void a_delta_in_parts_counts_as_one() {
    publish(1, 2);
    List<Event> events = delta(null, 2, 1, 2).events();
    String first = text(new Delta(TOPIC, null, at(2), events.subList(0, 1)));
    LoadReader reader = reader();
    tell(reader, first.substring(0, first.length() - 1) + ",\"more\":true}");
    tell(reader, text(new Delta(TOPIC, null, at(2), events.subList(1, 2))));
    assertThat(tally.delivered).isEqualTo(2);
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void an_error_is_a_complaint() {
    tell(
        reader(),
        "{\"type\":\"error\",\"code\":\"bad_message\",\"message\":\"no\",\"retryable\":false}");
    assertThat(tally.complaint()).isEqualTo("a socket received an error: no");
  }

  @Test
  void an_unreadable_message_is_a_complaint() {
    tell(reader(), "nonsense");
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(tally.complaint()).contains("nonsense");
  }

  @Test
  void latency_counts_from_when_an_event_was_due() {
    long due = System.nanoTime() - TimeUnit.SECONDS.toNanos(5);
    tally.measureFrom(due);
    tell(reader(), text(new Delta(TOPIC, null, at(1), List.of(event(1, new EventMark(1, due))))));
    assertThat(Percentiles.of(tally.latency).p50()).isBetween(4_990.0, 60_000.0);
  }

  @Test
  void an_event_due_before_the_measurement_has_no_latency() {
    tally.measureFrom(1);
    tell(reader(), delta(null, 1, 1));
    assertThat(Percentiles.of(tally.latency).count()).isZero();
  }

  private LoadReader reader() {
    course.enter();
    LoadReader reader = new LoadReader(course, new Silent(), tally);
    readers.add(reader);
    reader.begin(System.nanoTime());
    return reader;
  }

  private static final class Silent implements LoadReader.Watcher {
    @Override
    public void onOpen() {}

    @Override
    public void onJoined(long tookNanos) {}

    @Override
    public void onClosed(boolean wasOpen, String why) {}
  }

  private void publish(long... numbers) {
    for (long number : numbers) {
      course.accept(EventSum.of(List.of(new EventMark(number, 0))));
    }
  }

  private BenchOutcome outcome() {
    return BenchOutcome.of(tally, readers, 0);
  }

  private static void tell(LoadReader reader, Delta... deltas) {
    for (Delta delta : deltas) {
      tell(reader, text(delta));
    }
  }

  private static void tell(LoadReader reader, String message) {
    reader.onText(Unpooled.copiedBuffer(message, UTF_8));
  }

  private static String text(Delta delta) {
    return new String(DeltaWriter.write(delta, Freshness.CURRENT).getFirst(), UTF_8);
  }

  /** A delta whose events have these numbers, the last of them at {@code to}. */
  private static Delta delta(@Nullable Integer from, int to, long... numbers) {
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < numbers.length; i++) {
      events.add(event(to - numbers.length + 1 + i, new EventMark(numbers[i], 0)));
    }
    return new Delta(
        TOPIC, from == null ? null : from == 0 ? Position.START : at(from), at(to), events);
  }

  private static Event event(long seq, EventMark mark) {
    StringBuilder body = new StringBuilder();
    mark.appendTo(body, EventMark.MIN_DATA_BYTES);
    return DraftReader.read(JsonObject.parse(body.toString())).stamped(at(seq), 1);
  }

  private static Position at(long seq) {
    return new Position(seq, "e" + seq);
  }
}
