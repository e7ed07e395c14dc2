package dev.fanfare.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Moves a view from one position to another: a view at {@code from} is at {@code to} when the
 * events are applied.
 *
 * @param from null for a <em>reset</em>: it replaces the view by a snapshot. A delta from {@link
 *     Position#START} is no reset: it starts before the first event
 * @param to {@link Position#START} only while the topic has never had an event
 * @param events in the order of their positions
 */
public record Delta(TopicName topic, @Nullable Position from, Position to, List<Event> events) {
  public Delta {
    events = List.copyOf(events);
    if (to.isStart() && !((from == null || from.isStart()) && events.isEmpty())) {
      throw new IllegalArgumentException("a delta to the start from " + from + " with " + events);
    }
  }

  public boolean isReset() {
    return from == null;
  }

  public boolean isEmpty() {
    return events.isEmpty();
  }

  /** This delta with the wanted events only. */
  public Delta only(Predicate<Event> wanted) {
    return new Delta(topic, from, to, events.stream().filter(wanted).toList());
  }

  /**
   * This delta without the events that later ones replace: of the states and {@code Gone} events of
   * a key it has the last, of the notices of a key the last, and all notices without a key.
   *
   * <p>A notice does not replace a state of its key.
   */
  public Delta conflated() {
    if (events.size() < 2) {
      return this;
    }
    Set<Key> states = new HashSet<>();
    Set<Key> notices = new HashSet<>();
    List<Event> kept = new ArrayList<>(events.size());
    for (Event event : events.reversed()) {
      Key key = event.key();
      if (key == null || (event instanceof Event.Notice ? notices : states).add(key)) {
        kept.add(event);
      }
    }
    if (kept.size() == events.size()) {
      return this;
    }
    Collections.reverse(kept);
    return new Delta(topic, from, to, kept);
  }
}
