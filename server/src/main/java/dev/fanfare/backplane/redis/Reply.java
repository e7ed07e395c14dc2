package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.protocol.EventReader;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer of a script: a word, and values that belong to it. The comment at the beginning of
 * each script lists them.
 */
record Reply(List<Object> parts) {
  /**
   * The answer, as the reader understands it.
   *
   * @throws UnreadableStoreException if the reader throws anything
   */
  <T> T read(Function<Reply, T> reader) {
    try {
      return reader.apply(this);
    } catch (RuntimeException e) {
      throw UnreadableTopics.unreadable(e);
    }
  }

  String word() {
    return text(0);
  }

  /** Whether the script has done only a part of what is due and is to be called again. */
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

  Position head(int index) {
    return text(index).isEmpty() ? Position.START : Position.parse(text(index));
  }

  /** The position right before the log; null if it is not known. */
  @Nullable Position base(int index) {
    return switch (text(index)) {
      case "" -> null;
      case "start" -> Position.START;
      default -> Position.parse(text(index));
    };
  }

  Event event(int index) {
    return EventReader.read(text(index));
  }

  List<Event> events(int index) {
    return ((List<?>) parts.get(index))
        .stream().map(event -> EventReader.read((String) event)).toList();
  }

  /** Events that follow one another. */
  List<Event> log(int index) {
    List<Event> events = events(index);
    for (int i = 1; i < events.size(); i++) {
      Position before = events.get(i - 1).position();
      Position next = events.get(i).position();
      if (next.seq() != before.seq() + 1) {
        throw new IllegalArgumentException(
            String.format(Locale.ROOT, "event %s after %s: expected the next one", next, before));
      }
    }
    return events;
  }

  /** State events that come in any order, in the order of their positions. */
  List<Event.State> state(int index) {
    return stateUntil(index, Long.MAX_VALUE);
  }

  /**
   * Like {@link #state}, without the events after this number. An event that was read twice appears
   * twice; a {@code TopicLog} keeps it once.
   */
  List<Event.State> stateUntil(int index, long seq) {
    return events(index).stream()
        .map(Event.State.class::cast)
        .filter(event -> event.position().seq() <= seq)
        .sorted(Comparator.comparingLong(event -> event.position().seq()))
        .toList();
  }
}
