package dev.fanfare.check;

import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Builds histories of a topic, correct and wrong ones, in short notation: {@code "2.b"} is a
 * position.
 */
final class Story {
  static final TopicName TOPIC = new TopicName("told");

  /** The position of a topic before its first event. */
  static final String START = "start";

  final Violations violations = new Violations();
  final History history = new History(TOPIC, violations);
  private final List<AcceptedPublication> accepted = new ArrayList<>();

  ReaderLedger reader(String name) {
    return new ReaderLedger(name, history);
  }

  /** A reader that has joined the empty topic. */
  ReaderLedger joined(String name) {
    ReaderLedger reader = reader(name);
    reader.receive(delta(null, START));
    return reader;
  }

  /** A publisher received the answer that this draft is stored. */
  void accept(String position, Draft draft) {
    accept(List.of(position), List.of(draft));
  }

  void accept(List<String> positions, List<Draft> drafts) {
    List<Position> stored = positions.stream().map(Position::parse).toList();
    history.accept("publisher", stored, drafts);
    accepted.add(new AcceptedPublication(1, stored, drafts, history.resets()));
  }

  /** The audit of a store with this head and these states. */
  Audit.Fates audit(String head, Event... states) {
    ReaderView view = new ReaderView();
    Stream.of(states).forEach(view::apply);
    return Audit.of(history, accepted, at(head), view);
  }

  List<Violation.Kind> found() {
    return violations.kept().stream().map(Violation::kind).toList();
  }

  static DeltaPart delta(@Nullable String from, String to, Event... events) {
    return part(from, to, false, events);
  }

  static DeltaPart part(@Nullable String from, String to, Event... events) {
    return part(from, to, true, events);
  }

  private static DeltaPart part(@Nullable String from, String to, boolean more, Event... events) {
    Position start = from == null ? null : at(from);
    return new DeltaPart(new Delta(TOPIC, start, at(to), List.of(events)), Freshness.CURRENT, more);
  }

  static Event state(String position, String key) {
    return set(key).stamped(Position.parse(position), 0);
  }

  static Event state(String position, Draft draft) {
    return draft.stamped(Position.parse(position), 0);
  }

  static Event gone(String position, String key) {
    return new Draft.Gone(null, new Key(key)).stamped(Position.parse(position), 0);
  }

  static Event notice(String position) {
    return new Draft.Notice(null, null, new Data("1")).stamped(Position.parse(position), 0);
  }

  static Event notice(String position, String key) {
    return new Draft.Notice(null, new Key(key), new Data("1")).stamped(Position.parse(position), 0);
  }

  static Draft set(String key) {
    return new Draft.State(null, new Key(key), new Data("1"), null);
  }

  static Draft set(String key, int publisher, long number) {
    return new Draft.State(null, new Key(key), new EventOrigin(publisher, number).data(0), null);
  }

  static Draft tell() {
    return new Draft.Notice(null, null, new Data("1"));
  }

  static Position at(String position) {
    return position.equals(START) ? Position.START : Position.parse(position);
  }
}
