package dev.fanfare.check;

import dev.fanfare.check.Violation.Kind;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Judges every accepted event after publishing has stopped and the store's head and state are
 * known. An accepted event must be in the history that leads to the head, or the store has lost it
 * and readers were reset. Pure.
 */
final class Audit {
  private static final String AUDITOR = "the audit";

  /**
   * The fates of the accepted events.
   *
   * @param stored they are in the history of the store's head
   * @param lostAndTold the store has lost them, and readers were reset
   * @param undecided no reader saw closely enough to decide
   */
  record Fates(long stored, long lostAndTold, long undecided) {}

  private final History history;
  private final Position head;
  private final ReaderView store;

  /** The known moments that lead to the head, by their number. */
  private final Map<Long, Moment> past = new HashMap<>();

  private long stored;
  private long lostAndTold;
  private long undecided;

  private Audit(History history, Position head, ReaderView store) {
    this.history = history;
    this.head = head;
    this.store = store;
  }

  /**
   * Judges a topic.
   *
   * @param head the store's head
   * @param store the store's state
   */
  static Fates of(
      History history, List<AcceptedPublication> accepted, Position head, ReaderView store) {
    Audit audit = new Audit(history, head, store);
    audit.walk();
    audit.checkMarks();
    accepted.forEach(audit::judge);
    audit.checkView();
    return new Fates(audit.stored, audit.lostAndTold, audit.undecided);
  }

  private void walk() {
    Moment moment = history.find(head);
    for (long seq = head.seq(); seq > 0; seq--) {
      if (moment != null) {
        past.put(seq, moment);
      }
      if (moment != null && moment.linked) {
        moment = moment.before;
      } else if (history.isForked()) {
        return;
      } else {
        moment = history.only(seq - 1);
      }
    }
  }

  /**
   * Each event is in the history once, and the events of a publisher in the order of their numbers.
   */
  private void checkMarks() {
    Set<EventOrigin> seen = new HashSet<>();
    Map<Integer, Moment> last = new HashMap<>();
    for (Moment moment : past.values().stream().sorted(Audit::byNumber).toList()) {
      EventOrigin mark = moment.mark();
      if (mark == null) {
        continue;
      }
      if (!seen.add(mark)) {
        add(Kind.DUPLICATE, mark + " once", "again at " + moment.position);
      }
      Moment before = moment.draft == null ? null : last.put(mark.publisher(), moment);
      EventOrigin earlier = before == null ? null : before.mark();
      if (earlier != null && earlier.number() > mark.number()) {
        add(Kind.REORDERED, mark + " before " + earlier, "at " + moment.position);
      }
    }
  }

  private static int byNumber(Moment one, Moment other) {
    return Long.compare(one.position.seq(), other.position.seq());
  }

  private void judge(AcceptedPublication accepted) {
    for (int i = 0; i < accepted.positions().size(); i++) {
      judge(accepted.positions().get(i), accepted.drafts().get(i), accepted.resetsBefore());
    }
  }

  private void judge(Position position, Draft draft, long resetsBefore) {
    Moment there = past.get(position.seq());
    if (there != null && there.position.equals(position)) {
      stored++;
    } else if (there == null && position.seq() < head.seq()) {
      undecided++;
    } else if (history.resets() > resetsBefore) {
      lostAndTold++;
    } else {
      String got = there == null ? "a store at " + head : there.toString();
      add(Kind.LOST, draft + " at " + position + ", which was accepted", got + ", and no reset");
    }
  }

  /** The store holds exactly the state that results from the history, key by key. */
  private void checkView() {
    Set<Object> decided = new HashSet<>();
    for (long seq = head.seq(); seq > 0; seq--) {
      Moment moment = past.get(seq);
      if (moment == null || !moment.isKnown()) {
        return;
      }
      if (moment.key() != null && !moment.isNotice() && decided.add(moment.key())) {
        checkKey(moment);
      }
    }
  }

  /** The last event of a key; every later event is known. */
  private void checkKey(Moment last) {
    Event.State held = store.get(Objects.requireNonNull(last.key()));
    Position there = held == null ? null : held.position();
    boolean set = last.event instanceof Event.State || last.draft instanceof Draft.State;
    Position expected = set ? last.position : null;
    if (!Objects.equals(there, expected)) {
      add(Kind.LOST, last + " as the last event of its key", "a store with " + there);
    }
  }

  private void add(Kind kind, String expected, String got) {
    history.violations().add(kind, history.topic(), AUDITOR, expected, got);
  }
}
