package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Everything known about the history of one topic, collected from the deltas of every reader and
 * the answers to every publisher. A wrong delta contradicts another account.
 *
 * <p>Positions form a tree: each event has one predecessor. As long as the store loses nothing, the
 * tree is a chain. A store that comes back empty, or without its last events, starts another
 * branch. A reader that follows closely shows the predecessor of each position. A conflated delta
 * omits events; whether it may omit them is decided later ({@link #conflated()}), when other
 * readers have received them.
 *
 * <p>Two things are checked at once: all readers receive an event with the same content and the
 * same predecessor, and all readers at one position hold the same view, however they got there.
 *
 * <p>Pure. Written by one thread.
 */
final class History {
  /** A delta with omitted events, and the reader that received it. */
  record Conflated(String reader, Delta delta) {}

  private final TopicName topic;
  private final Violations violations;
  private final Map<Position, Moment> moments = new HashMap<>();
  private final Map<Long, List<Moment>> numbered = new HashMap<>();
  private final List<Conflated> conflated = new ArrayList<>();
  private boolean forked;
  private long resets;

  History(TopicName topic, Violations violations) {
    this.topic = topic;
    this.violations = violations;
  }

  TopicName topic() {
    return topic;
  }

  Violations violations() {
    return violations;
  }

  /** A reader at its position received this delta, which is no reset. */
  void tell(String reader, Delta delta) {
    Position behind = Objects.requireNonNull(delta.from());
    boolean whole = true;
    for (Event event : delta.events()) {
      Moment moment = at(event.position());
      see(reader, moment, event);
      if (event.position().seq() == behind.seq() + 1) {
        link(reader, moment, behind);
      } else {
        whole = false;
      }
      behind = event.position();
    }
    if (!whole) {
      conflated.add(new Conflated(reader, delta));
    }
  }

  /** A reader received this reset. */
  void reset(String reader, Delta reset) {
    reset.events().forEach(event -> see(reader, at(event.position()), event));
  }

  /** A reader was reset although it had joined before: it may have missed something. */
  void tellLoss() {
    resets++;
  }

  /** Somebody is at this position and holds this view. */
  void stand(String who, Position position, ReaderView view) {
    if (position.isStart()) {
      return;
    }
    Moment moment = at(position);
    if (moment.witness == null) {
      moment.witness = who;
      moment.digest = view.digest();
    } else if (moment.digest != view.digest()) {
      violations.add(
          Kind.DIVERGED,
          topic,
          who,
          "at " + position + " the view that " + moment.witness + " had there",
          "a different view of " + view.size() + " keys");
    }
  }

  /** A publication was accepted, with these positions. */
  void accept(String publisher, List<Position> positions, List<Draft> drafts) {
    Position behind = null;
    for (int i = 0; i < positions.size(); i++) {
      Moment moment = at(positions.get(i));
      moment.draft = drafts.get(i);
      compare(publisher, moment);
      if (behind != null) {
        link(publisher, moment, behind);
      }
      behind = moment.position;
    }
  }

  /** The number of calls of {@link #tellLoss}. */
  long resets() {
    return resets;
  }

  /** Whether the store has ever lost its last events: one number was given to two events. */
  boolean isForked() {
    return forked;
  }

  @Nullable Moment find(Position position) {
    return moments.get(position);
  }

  /** The only event known with this number; null if there is none or more than one. */
  @Nullable Moment only(long seq) {
    List<Moment> candidates = numbered.getOrDefault(seq, List.of());
    return candidates.size() == 1 && candidates.getFirst().isKnown() ? candidates.getFirst() : null;
  }

  /** Takes the deltas with omitted events. */
  List<Conflated> conflated() {
    List<Conflated> taken = List.copyOf(conflated);
    conflated.clear();
    return taken;
  }

  private Moment at(Position position) {
    Moment present = moments.get(position);
    if (present != null) {
      return present;
    }
    Moment moment = new Moment(position);
    moments.put(position, moment);
    List<Moment> same = numbered.computeIfAbsent(position.seq(), _ -> new ArrayList<>(1));
    same.add(moment);
    forked |= same.size() > 1;
    return moment;
  }

  private void see(String reader, Moment moment, Event event) {
    if (moment.event == null) {
      moment.event = event;
      compare(reader, moment);
    } else if (!moment.event.equals(event)) {
      violations.add(Kind.CHANGED, topic, reader, moment.event, event);
    }
  }

  private void compare(String who, Moment moment) {
    if (moment.event == null || moment.draft == null) {
      return;
    }
    Event asked = moment.draft.stamped(moment.position, moment.event.atMillis());
    if (!asked.equals(moment.event)) {
      violations.add(Kind.CHANGED, topic, who, asked, moment.event);
    }
  }

  private void link(String who, Moment moment, Position behind) {
    Moment before = behind.isStart() ? null : at(behind);
    if (!moment.linked) {
      moment.linked = true;
      moment.before = before;
    } else if (!Objects.equals(moment.before, before)) {
      violations.add(
          Kind.FORK_UNTOLD, topic, who, moment + " after " + moment.before, "after " + before);
    }
  }
}
