package dev.fanfare.topic;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What leads a view from one position to another: apply the events to a view at {@code from}, and
 * it is at {@code to}.
 *
 * @param from null for a <em>reset</em>: throw the view away, this is a whole snapshot. A delta
 *     from {@link Position#START} is none: it leads on from before the first event
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

  /** The same delta with the events of which this holds. */
  public Delta only(Predicate<Event> wanted) {
    return new Delta(topic, from, to, events.stream().filter(wanted).toList());
  }

  /**
   * The same way with fewer steps: of several states of a key only the last, of several notices of
   * a key only the last; notices without a key all stay.
   *
   * <p>States and notices of one key are counted apart, or a notice would hide the state before it.
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
