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
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What one reader was told, held against what it may be told: the rule of PROTOCOL.md section 2,
 * without its mercy. A client drops a delta that does not fit and asks again; here it is a
 * violation, for a server that keeps its promises sends no socket such a delta.
 *
 * <p>Pure. Written by one thread.
 */
final class ReaderLedger {
  /** Where the reader was, and what it held there: somewhere to come back to. */
  record ResumePoint(Position position, ReaderView view) {}

  /** What a delta came to. */
  enum Judgement {
    /** A part of a large delta; the rest follows. */
    PART,
    APPLIED,
    /**
     * The view was thrown away though the reader had joined before: it may have missed something.
     */
    RESET,
    /** A position that nobody gave out was refused, as it must be. */
    FORGERY_REFUSED,
    VIOLATION
  }

  private final String reader;
  private final History history;
  private ReaderView view = new ReaderView();
  private @Nullable Position position;
  private boolean forging;

  /** It was told where the topic is. */
  private boolean joined;

  private final List<Event> kept = new ArrayList<>();
  private @Nullable Delta keptOf;

  ReaderLedger(String reader, History history) {
    this.reader = reader;
    this.history = history;
  }

  /** Where to subscribe from. */
  @Nullable Position position() {
    return position;
  }

  ReaderView view() {
    return view;
  }

  /** Whether it is where it claims to be. */
  boolean isHonest() {
    return !forging;
  }

  /** Somewhere to come back to; null while it is nowhere. */
  @Nullable ResumePoint place() {
    return position == null || position.isStart() || forging
        ? null
        : new ResumePoint(position, view.copy());
  }

  /** A socket was opened or the subscription moved: what was left of a delta never comes. */
  void interrupt() {
    kept.clear();
    keptOf = null;
  }

  /** Goes back to where it was. */
  void returnTo(ResumePoint place) {
    interrupt();
    forging = false;
    position = place.position();
    view = place.view().copy();
  }

  /** Claims to be where nobody ever was. */
  void forge(Position nowhere) {
    interrupt();
    forging = true;
    position = nowhere;
    view = new ReaderView();
  }

  /** Takes a delta, or one part of it. */
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
      return refuse(Kind.FORGED_ACCEPTED, "a reset: nobody was ever at " + position, delta);
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

  /** The numbers of a delta's events rise from where it starts to where it leads. */
  private boolean isInOrder(Delta delta) {
    long last = delta.from() == null ? 0 : delta.from().seq();
    for (Event event : delta.events()) {
      long seq = event.position().seq();
      if (seq <= last) {
        Kind kind = seq == last ? Kind.DUPLICATE : Kind.REORDERED;
        refuse(kind, "a number behind " + last, event.position());
        return false;
      }
      last = seq;
    }
    return true;
  }

  /** The last event is never conflated away: a delta leads to it, or nowhere. */
  private boolean isLedThere(Delta delta) {
    Position end = delta.isEmpty() ? delta.from() : delta.events().getLast().position();
    if (!delta.to().equals(end)) {
      refuse(Kind.GAP, "the event that leads to " + delta.to(), "nothing behind " + end);
      return false;
    }
    return true;
  }

  /** Nothing but states, one a key, in order, none beyond the head. */
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
      refuse(Kind.REORDERED, "nothing behind " + reset.to(), reset);
    }
    return !ahead && isInOrder(reset);
  }

  private Judgement refuse(Kind kind, String expected, Object got) {
    Object shown = got instanceof Delta delta ? shown(delta) : got;
    history.violations().add(kind, history.topic(), reader, expected, shown);
    // It begins anew, so that one violation is not told as many.
    position = null;
    view = new ReaderView();
    forging = false;
    return Judgement.VIOLATION;
  }

  private static String shown(Event event) {
    return event.getClass().getSimpleName() + " of " + event.key() + " at " + event.position();
  }

  private static String shown(Delta delta) {
    return "a delta of %d events from %s to %s"
        .formatted(delta.events().size(), delta.from(), delta.to());
  }
}
