package dev.fanfare.backplane.redis;

import dev.fanfare.protocol.EventReader;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.StateSet;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a script has answered: a word, and what comes with it. Each script says at its head what.
 */
record Reply(List<Object> parts) {
  String word() {
    return text(0);
  }

  /** Whether the script did only a part of what is due, and wants to be called again. */
  boolean wantsMore() {
    return word().equals("more");
  }

  boolean has(int index) {
    return index < parts.size();
  }

  String text(int index) {
    return (String) parts.get(index);
  }

  long number(int index) {
    return Long.parseLong(text(index));
  }

  @Nullable Position position(int index) {
    return text(index).isEmpty() ? null : Position.parse(text(index));
  }

  Event event(int index) {
    return EventReader.read(text(index));
  }

  List<Event> events(int index) {
    return ((List<?>) parts.get(index))
        .stream().map(event -> EventReader.read((String) event)).toList();
  }

  /** State events that come in any order, in the order of their positions. */
  List<StateSet> state(int index) {
    return events(index).stream()
        .map(StateSet.class::cast)
        .sorted(Comparator.comparingLong(event -> event.position().seq()))
        .toList();
  }
}
