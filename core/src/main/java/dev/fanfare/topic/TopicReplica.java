package dev.fanfare.topic;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a topic that is told what happens and keeps itself true by one rule: <em>a delta is
 * applied only if it starts at the replica's own position</em>.
 *
 * <p>The comparison finds everything that can go wrong on the way: a gap (it starts further on), a
 * duplicate (it ends at a position that the log has), a fork (the store came back without its end,
 * so the same number bears another id). In all but the second case the replica is <em>behind</em>
 * and wants a delta from its own position: {@link Verdict#CATCH_UP}.
 *
 * <p>Why the buffer terminates: an answer is read from the store after it was asked for. Whatever
 * was told before the question is therefore in the answer, or has been lost by the store; only what
 * is told between question and answer can lie beyond the answer. So the buffer is emptied at every
 * question, and a new question is asked only when something new was told that does not fit.
 *
 * <p>Pure: no threads, no I/O, no clock. One writer.
 */
public final class TopicReplica {
  /** Told deltas kept while behind; past it the oldest is dropped and found missing later. */
  static final int MAX_BUFFERED = 1_000;

  /** What a delta came to. */
  public enum Verdict {
    /** The replica is where the delta leads. */
    APPLIED,
    /** The replica is behind: ask the store for a delta from {@link #head()}. */
    CATCH_UP,
    /** Known already, or kept until the answer of the store is there. */
    IGNORED
  }

  private TopicLog log;

  /** What was told since the question; null where it is not behind. */
  private @Nullable Deque<Delta> buffer = new ArrayDeque<>();

  /** A replica that knows nothing yet; it is behind until it was opened. */
  public TopicReplica(TopicName topic, TopicLimits limits) {
    this.log = new TopicLog(topic, limits);
  }

  public TopicLog log() {
    return log;
  }

  public Position head() {
    return log.head();
  }

  /** Whether it waits for the answer of the store. */
  public boolean isBehind() {
    return buffer != null;
  }

  /** It may have missed something. The next question is asked now; the answer ends the doubt. */
  public void interrupted() {
    buffer = new ArrayDeque<>();
  }

  /** The store has told what was appended. */
  public Verdict onAppended(Delta told) {
    if (buffer != null) {
      keep(told, buffer);
      return Verdict.IGNORED;
    }
    return applyTold(told);
  }

  /**
   * The store has answered the question for a delta from {@link #head()}.
   *
   * <p>Meant for the answer to the latest question. One to an earlier question does no lasting
   * harm: it may lead back to what the store has been before, but the replica goes on asking until
   * the last answer was one to the latest question.
   */
  public Verdict onCaughtUp(Delta answer) {
    if (buffer == null || !(answer.isReset() || log.head().equals(answer.from()))) {
      interrupted();
      return Verdict.CATCH_UP;
    }
    if (answer.isReset()) {
      log.reset(answer);
    } else {
      answer.events().forEach(log::append);
    }
    return drain(buffer);
  }

  /** The store has given all that it has: the first answer, in place of a delta from nothing. */
  public Verdict onOpened(TopicLog opened) {
    if (buffer == null) {
      interrupted();
      return Verdict.CATCH_UP;
    }
    log = opened;
    return drain(buffer);
  }

  private Verdict drain(Deque<Delta> told) {
    buffer = null;
    for (Delta delta : told) {
      if (applyTold(delta) == Verdict.CATCH_UP) {
        return Verdict.CATCH_UP;
      }
    }
    return Verdict.APPLIED;
  }

  private Verdict applyTold(Delta told) {
    if (log.head().equals(told.from())) {
      told.events().forEach(log::append);
      return Verdict.APPLIED;
    }
    if (log.knows(told.to())) {
      return Verdict.IGNORED;
    }
    interrupted();
    return Verdict.CATCH_UP;
  }

  private static void keep(Delta told, Deque<Delta> buffer) {
    if (buffer.size() == MAX_BUFFERED) {
      buffer.poll();
    }
    buffer.add(told);
  }
}
