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
 * All that is known of what has happened in a topic, put together from what every reader was told
 * and every publisher was answered. Whoever is told a lie contradicts somebody.
 *
 * <p>Positions form a tree: each event has one before it. As long as the store loses nothing the
 * tree is a chain; a store that comes back without its end, or empty, grows another branch. Who
 * follows closely tells which position is whose successor; who gets a conflated delta leaves out
 * some, and whether rightly so is decided later ({@link #conflated()}), when the others have told
 * what these were.
 *
 * <p>Two things are checked at once: that an event is told to all in the same words and behind the
 * same event, and that all who stand at one position hold the same view, however they came there.
 *
 * <p>Pure. Written by one thread.
 */
final class History {
  /** A delta from which something is missing, and who got it. */
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

  /** A reader was led from where it was to somewhere else; not by a reset. */
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

  /** A reader was told to begin anew, with all that there is. */
  void reset(String reader, Delta reset) {
    reset.events().forEach(event -> see(reader, at(event.position()), event));
  }

  /** A reader was told that it may have missed something. */
  void tellLoss() {
    resets++;
  }

  /** Somebody stands here and holds this. */
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
          "at " + position + " the view that " + moment.witness + " has had there",
          "another of " + view.size() + " keys");
    }
  }

  /** A publication was accepted, as these positions. */
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

  /** How often readers were told that they may have missed something. */
  long resets() {
    return resets;
  }

  /** Whether the store has ever lost its end: the same number was given to two events. */
  boolean isForked() {
    return forked;
  }

  @Nullable Moment find(Position position) {
    return moments.get(position);
  }

  /** The only event known with this number; null if there is none or a choice. */
  @Nullable Moment only(long seq) {
    List<Moment> candidates = numbered.getOrDefault(seq, List.of());
    return candidates.size() == 1 && candidates.getFirst().isKnown() ? candidates.getFirst() : null;
  }

  /** Takes the deltas from which something was missing. */
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
          Kind.FORK_UNTOLD, topic, who, moment + " behind " + moment.before, "behind " + before);
    }
  }
}
