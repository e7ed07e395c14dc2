package dev.fanfare.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reader that follows section 2 of the protocol; the golden scenarios test that. */
public final class Reader {
  /** What became of a delta, or a part of one. */
  public enum Verdict {
    APPLIED,
    KEPT,
    RESUBSCRIBE,
    DROPPED
  }

  private final Map<Key, Event.State> view = new HashMap<>();
  private final List<Event> parts = new ArrayList<>();
  private @Nullable Position partsFrom;
  private @Nullable Position partsTo;

  /** Null before the first delta. */
  private @Nullable Position position;

  private boolean asked;
  private boolean reset;
  private boolean missed;

  public @Nullable Position position() {
    return position;
  }

  /** Whether the delta that was applied last was a reset. */
  public boolean isReset() {
    return reset;
  }

  /** Whether it may have missed notices, by that reset. */
  public boolean hasMissed() {
    return missed;
  }

  public Map<Key, Event.State> view() {
    return view;
  }

  private Position here() {
    return Objects.requireNonNullElse(position, Position.START);
  }

  public Verdict receive(Delta delta, boolean more) {
    if (!Objects.equals(delta.from(), partsFrom) || !delta.to().equals(partsTo)) {
      parts.clear();
    }
    boolean fits = delta.isReset() || Objects.requireNonNull(delta.from()).equals(here());
    if (!fits) {
      Verdict verdict = asked ? Verdict.DROPPED : Verdict.RESUBSCRIBE;
      asked = true;
      return verdict;
    }
    parts.addAll(delta.events());
    partsFrom = delta.from();
    partsTo = delta.to();
    if (more) {
      return Verdict.KEPT;
    }
    reset = delta.isReset();
    missed = reset && position != null;
    if (reset) {
      view.clear();
    }
    parts.forEach(event -> Views.apply(view, event));
    parts.clear();
    position = delta.to();
    asked = false;
    return Verdict.APPLIED;
  }
}
