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

/** Whatever a server does wrong, a reader finds: here it is told wrong histories. */
final class LoadReaderTest {
  private static final TopicName TOPIC = new TopicName("t");

  private final BenchTally tally = new BenchTally();
  private final BenchTopic course = new BenchTopic(TOPIC);
  private final List<LoadReader> readers = new ArrayList<>();

  @Test
  void everyEventAtEverySocketIsAccountedFor() {
    publish(1, 2, 3);
    for (int i = 0; i < 3; i++) {
      tell(reader(), delta(null, 1, 1), delta(1, 3, 2, 3));
    }
    assertThat(tally.delivered).isEqualTo(9);
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void whoIsCaughtUpHasWhatTheOthersHave() {
    publish(1, 2, 3, 4);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2), delta(2, 3, 3), delta(3, 4, 4));
    tell(reader(), delta(null, 1, 1), delta(1, 3, 2, 3), delta(3, 4, 4));
    assertThat(tally.delivered).isEqualTo(8);
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void eventThatDoesNotComeIsMissed() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2));
    assertThat(outcome().missing()).isEqualTo(1);
    assertThat(outcome().missingTold()).isZero();
    assertThat(outcome().isComplete()).isFalse();
  }

  @Test
  void gapIsFoundAtOnce() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(2, 3, 3));
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(tally.complaint()).contains("leads from 2.", "the socket is at 1.");
  }

  @Test
  void gapIsFoundWhereAnotherHasTakenThatStep() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2), delta(2, 3, 3));
    tell(reader(), delta(null, 1, 1), delta(2, 3, 3));
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(outcome().missing()).isEqualTo(1);
  }

  @Test
  void duplicateIsFound() {
    publish(1, 2);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 2), delta(1, 2, 2));
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(outcome().strays()).isEqualTo(1);
  }

  @Test
  void anotherEventInPlaceOfOneIsFound() {
    publish(1, 2);
    tell(reader(), delta(null, 1, 1), delta(1, 2, 7));
    assertThat(outcome().missing()).isZero();
    assertThat(outcome().strays()).isEqualTo(1);
    assertThat(outcome().isComplete()).isFalse();
  }

  @Test
  void whatResetHidesIsMissedAndTold() {
    publish(1, 2, 3);
    tell(reader(), delta(null, 1, 1), delta(null, 3));
    assertThat(tally.resets).isEqualTo(1);
    assertThat(outcome().missing()).isEqualTo(2);
    assertThat(outcome().missingTold()).isEqualTo(2);
    assertThat(outcome().isComplete()).isFalse();
  }

  @Test
  void firstEventOfTopicIsNoReset() {
    tell(reader(), new Delta(TOPIC, null, Position.START, List.of()), delta(0, 1, 1));
    publish(1);
    assertThat(tally.resets).isZero();
    assertThat(outcome().isComplete()).isTrue();
  }

  @Test
  void deltaInPartsCountsAsOne() {
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
  void refusalIsTold() {
    tell(
        reader(),
        "{\"type\":\"error\",\"code\":\"bad_message\",\"message\":\"no\",\"retryable\":false}");
    assertThat(tally.complaint()).isEqualTo("a socket is told: no");
  }

  @Test
  void nonsenseIsTold() {
    tell(reader(), "nonsense");
    assertThat(tally.misfits).isEqualTo(1);
    assertThat(tally.complaint()).contains("nonsense");
  }

  @Test
  void latencyCountsFromWhenAnEventWasDue() {
    long due = System.nanoTime() - TimeUnit.SECONDS.toNanos(5);
    tally.measureFrom(due);
    tell(reader(), text(new Delta(TOPIC, null, at(1), List.of(event(1, new EventMark(1, due))))));
    assertThat(Percentiles.of(tally.latency).p50()).isBetween(4_990.0, 60_000.0);
  }

  @Test
  void whatWasDueBeforeTheMeasurementHasNoLatency() {
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

  /** With events that bear these numbers, the last of them at {@code to}. */
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
