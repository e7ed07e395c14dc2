package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.protocol.DeltaPart;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Compares what one reader receives with what it may receive: the rule of PROTOCOL.md section 2,
 * but stricter. A client drops a delta that does not fit and subscribes again. Here such a delta is
 * a violation, because a server that keeps its promises sends no socket such a delta.
 *
 * <p>Pure. Written by one thread.
 */
final class ReaderLedger {
  /** An earlier position of the reader, and the view that it held there. */
  record ResumePoint(Position position, ReaderView view) {}

  /** The judgement of a delta. */
  enum Judgement {
    /** A part of a large delta; more parts follow. */
    PART,
    APPLIED,
    /**
     * The view was replaced although the reader had joined before: it may have missed something.
     */
    RESET,
    /** An invented position was answered with a reset, as it must be. */
    FORGERY_REFUSED,
    VIOLATION
  }

  private final String reader;
  private final History history;
  private ReaderView view = new ReaderView();
  private @Nullable Position position;
  private boolean forging;

  /** Whether the reader has received a whole delta. */
  private boolean joined;

  private final List<Event> kept = new ArrayList<>();
  private @Nullable Delta keptOf;

  ReaderLedger(String reader, History history) {
    this.reader = reader;
    this.history = history;
  }

  /** The position to subscribe from. */
  @Nullable Position position() {
    return position;
  }

  ReaderView view() {
    return view;
  }

  /** Whether its position is a real one. */
  boolean isHonest() {
    return !forging;
  }

  /** The present position as a resume point; null if there is none. */
  @Nullable ResumePoint place() {
    return position == null || position.isStart() || forging
        ? null
        : new ResumePoint(position, view.copy());
  }

  /** A socket was opened or the subscription moved: the rest of a delta in parts never arrives. */
  void interrupt() {
    kept.clear();
    keptOf = null;
  }

  /** Goes back to an earlier position. */
  void returnTo(ResumePoint place) {
    interrupt();
    forging = false;
    position = place.position();
    view = place.view().copy();
  }

  /** Claims to be at an invented position. */
  void forge(Position nowhere) {
    interrupt();
    forging = true;
    position = nowhere;
    view = new ReaderView();
  }

  /** Receives a delta, or one part of it. */
  Judgement receive(DeltaPart part) {
    Delta delta = part.delta();
    if (keptOf != null && !sameWay(keptOf, delta)) {
      interrupt();
    }
    kept.addAll(delta.events());
    keptOf = delta;
    if (part.more()) {
      return Judgement.PART;
    }
    Delta whole = new Delta(delta.topic(), delta.from(), delta.to(), kept);
    interrupt();
    boolean mayHaveMissed = whole.isReset() && joined;
    Judgement outcome = whole.isReset() ? reset(whole) : lead(whole);
    joined = true;
    if (outcome == Judgement.APPLIED && mayHaveMissed) {
      history.tellLoss();
      return Judgement.RESET;
    }
    return outcome;
  }

  private static boolean sameWay(Delta one, Delta other) {
    return Objects.equals(one.from(), other.from()) && one.to().equals(other.to());
  }

  private Judgement reset(Delta reset) {
    if (!isSnapshot(reset)) {
      return Judgement.VIOLATION;
    }
    Judgement outcome = forging ? Judgement.FORGERY_REFUSED : Judgement.APPLIED;
    forging = false;
    view = ReaderView.of(reset);
    position = reset.to();
    history.reset(reader, reset);
    history.stand(reader, position, view);
    return outcome;
  }

  private Judgement lead(Delta delta) {
    if (!Objects.equals(delta.from(), position)) {
      return refuseFrom(delta);
    }
    if (forging) {
      return refuse(Kind.FORGED_ACCEPTED, "a reset: " + position + " is invented", delta);
    }
    if (!isInOrder(delta) || !isLedThere(delta)) {
      return Judgement.VIOLATION;
    }
    delta.events().forEach(view::apply);
    position = delta.to();
    history.tell(reader, delta);
    history.stand(reader, position, view);
    return Judgement.APPLIED;
  }

  private Judgement refuseFrom(Delta delta) {
    Position from = Objects.requireNonNull(delta.from());
    Kind kind = Kind.DOES_NOT_FIT;
    if (position != null && delta.to().seq() <= position.seq()) {
      kind = Kind.DUPLICATE;
    } else if (position == null || from.seq() > position.seq()) {
      kind = Kind.GAP;
    }
    String expected =
        position == null ? "a reset first" : "a delta from " + position + ", or a reset";
    return refuse(kind, expected, delta);
  }

  /** The numbers of the delta's events increase and are greater than that of its start. */
  private boolean isInOrder(Delta delta) {
    long last = delta.from() == null ? 0 : delta.from().seq();
    for (Event event : delta.events()) {
      long seq = event.position().seq();
      if (seq <= last) {
        Kind kind = seq == last ? Kind.DUPLICATE : Kind.REORDERED;
        refuse(kind, "a number after " + last, event.position());
        return false;
      }
      last = seq;
    }
    return true;
  }

  /**
   * A delta ends at its last event, which is never conflated away; an empty delta ends where it
   * starts.
   */
  private boolean isLedThere(Delta delta) {
    Position end = delta.isEmpty() ? delta.from() : delta.events().getLast().position();
    if (!delta.to().equals(end)) {
      refuse(Kind.GAP, "the event that leads to " + delta.to(), "nothing after " + end);
      return false;
    }
    return true;
  }

  /** A snapshot has states only, one a key, in order, and none after its head. */
  private boolean isSnapshot(Delta reset) {
    Set<Key> keys = new HashSet<>();
    for (Event event : reset.events()) {
      if (!(event instanceof Event.State set) || !keys.add(set.key())) {
        refuse(Kind.DUPLICATE, "a snapshot: one state a key", shown(event));
        return false;
      }
    }
    boolean ahead =
        reset.events().stream().anyMatch(event -> event.position().seq() > reset.to().seq());
    if (ahead) {
      refuse(Kind.REORDERED, "nothing after " + reset.to(), reset);
    }
    return !ahead && isInOrder(reset);
  }

  private Judgement refuse(Kind kind, String expected, Object got) {
    Object shown = got instanceof Delta delta ? shown(delta) : got;
    history.violations().add(kind, history.topic(), reader, expected, shown);
    // The reader starts again from nothing, so that one violation is not reported several times.
    position = null;
    view = new ReaderView();
    forging = false;
    return Judgement.VIOLATION;
  }

  private static String shown(Event event) {
    return event.getClass().getSimpleName() + " of " + event.key() + " at " + event.position();
  }

  private static String shown(Delta delta) {
    return String.format(
        Locale.ROOT,
        "a delta of %d events from %s to %s",
        delta.events().size(),
        delta.from(),
        delta.to());
  }
}
