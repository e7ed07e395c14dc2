package dev.fanfare.topic;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A reader as section 2 of the protocol has it; the golden scenarios hold it to that. */
public final class Reader {
  /** What a delta, or a part of one, came to. */
  public enum Verdict {
    APPLIED,
    KEPT,
    RESUBSCRIBE,
    DROPPED
  }

  private final Map<Key, StateSet> view = new HashMap<>();
  private final List<Event> parts = new ArrayList<>();
  private @Nullable Position partsFrom;
  private @Nullable Position partsTo;
  private @Nullable Position position;
  private boolean asked;

  public @Nullable Position position() {
    return position;
  }

  public Map<Key, StateSet> view() {
    return view;
  }

  public Verdict receive(Delta delta, boolean more) {
    if (!Objects.equals(delta.from(), partsFrom) || !Objects.equals(delta.to(), partsTo)) {
      parts.clear();
    }
    if (delta.from() != null && !delta.from().equals(position)) {
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
    if (delta.from() == null) {
      view.clear();
    }
    parts.forEach(event -> Views.apply(view, event));
    parts.clear();
    position = delta.to();
    asked = false;
    return Verdict.APPLIED;
  }
}
