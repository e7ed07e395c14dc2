package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Judges the events that a delta omits. A state or gone may be omitted if the delta has a later one
 * of its key, a notice if the delta has a later notice of its key. A notice without a key may never
 * be omitted.
 *
 * <p>{@code Omissions} goes back through the history, event by event, from the end of the delta to
 * its start. If it arrives at another position, the reader was moved on from a position that is not
 * in this history. Where the predecessor of an event is not known, the only event known with that
 * number is taken, if the store has never lost anything. Otherwise those events are not judged, and
 * are counted.
 *
 * <p>Pure.
 */
final class Omissions {
  private final History history;
  private final String reader;
  private final Delta delta;
  private final Map<Long, Event> told = new HashMap<>();
  private final Set<Key> states = new HashSet<>();
  private final Set<Key> notices = new HashSet<>();
  private long unjudged;

  private Omissions(History history, History.Conflated conflated) {
    this.history = history;
    this.reader = conflated.reader();
    this.delta = conflated.delta();
    delta.events().forEach(event -> told.put(event.position().seq(), event));
  }

  /**
   * Judges all conflated deltas so far.
   *
   * @return the number of events that could not be judged
   */
  static long judge(History history) {
    return history.conflated().stream()
        .mapToLong(conflated -> new Omissions(history, conflated).judge())
        .sum();
  }

  private long judge() {
    long start = Objects.requireNonNull(delta.from()).seq();
    Position end = delta.to();
    Moment moment = history.find(end);
    boolean certain = true;
    for (long seq = end.seq(); seq > start; seq--) {
      Event event = told.get(seq);
      if (event != null) {
        hides(event);
        moment = history.find(event.position());
        certain = true;
      } else if (!judge(moment)) {
        return unjudged;
      }
      Moment before = before(moment, seq);
      certain &= moment != null && moment.linked;
      moment = before;
    }
    checkStart(moment, certain);
    return unjudged;
  }

  /** Whether the omission of this event is allowed, or cannot be judged. */
  private boolean judge(@Nullable Moment moment) {
    if (moment == null || !moment.isKnown()) {
      unjudged++;
    } else if (!isHidden(moment)) {
      add(Kind.GAP, moment + ", which no later event replaces", "its omission from " + shown());
      return false;
    }
    return true;
  }

  private @Nullable Moment before(@Nullable Moment moment, long seq) {
    if (moment != null && moment.linked) {
      return moment.before;
    }
    return history.isForked() ? null : history.only(seq - 1);
  }

  private void checkStart(@Nullable Moment moment, boolean certain) {
    Position reached = moment == null ? Position.START : moment.position;
    if (certain && !reached.equals(delta.from())) {
      add(Kind.FORK_UNTOLD, "a reset: the history leads there from " + reached, shown());
    }
  }

  private void hides(Event event) {
    Key key = event.key();
    if (key != null) {
      (event instanceof Event.Notice ? notices : states).add(key);
    }
  }

  private boolean isHidden(Moment moment) {
    Key key = moment.key();
    return key != null && (moment.isNotice() ? notices : states).contains(key);
  }

  private void add(Kind kind, String expected, String got) {
    history.violations().add(kind, history.topic(), reader, expected, got);
  }

  private String shown() {
    return "a delta from " + delta.from() + " to " + delta.to();
  }
}
