package dev.fanfare.topic;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * A copy of a topic. It receives deltas and stays correct by one rule: <em>a delta is applied only
 * if it starts at the replica's own position</em>.
 *
 * <p>This comparison finds a gap (the delta starts further on), a duplicate (it ends at a position
 * that the log has) and a fork (the store came back without its last events, so the same number has
 * another id). After a gap or a fork the replica is <em>behind</em> and needs a delta from its own
 * position: {@link Verdict#CATCH_UP}.
 *
 * <p>Why catching up ends: the store reads an answer after the question. So a delta that was
 * received before the question is in the answer, or the store has lost it. Only a delta that is
 * received between question and answer can go beyond the answer. Therefore each question empties
 * the buffer, and a new question is asked only if a delta received since then does not fit.
 *
 * <p>Pure: no threads, no I/O, no clock. One writer.
 */
public final class TopicReplica {
  /** Deltas kept while behind. Past it the oldest is dropped, which is later found as a gap. */
  static final int MAX_BUFFERED = 1_000;

  /** What became of a delta. */
  public enum Verdict {
    /** The delta is applied. */
    APPLIED,
    /** The replica is behind: ask the store for a delta from {@link #head()}. */
    CATCH_UP,
    /** The delta is known already, or kept until the store answers. */
    IGNORED
  }

  private TopicLog log;

  /** The deltas received since the question; null while the replica is not behind. */
  private @Nullable Deque<Delta> buffer = new ArrayDeque<>();

  /** A replica that knows nothing yet; it is behind until the first answer. */
  public TopicReplica(TopicName topic, TopicLimits limits) {
    this.log = new TopicLog(topic, limits);
  }

  public TopicLog log() {
    return log;
  }

  public Position head() {
    return log.head();
  }

  /** Whether it waits for an answer of the store. */
  public boolean isBehind() {
    return buffer != null;
  }

  /**
   * It may have missed a delta, so it is behind until the store answers. The caller asks the store
   * now.
   */
  public void interrupted() {
    buffer = new ArrayDeque<>();
  }

  /** Receives a delta that the store has appended. */
  public Verdict onAppended(Delta told) {
    if (buffer != null) {
      keep(told, buffer);
      return Verdict.IGNORED;
    }
    return applyTold(told);
  }

  /**
   * Receives the store's answer, a delta from {@link #head()}.
   *
   * <p>It should be the answer to the latest question. The answer to an earlier one does no lasting
   * harm: it may lead back to an older state of the store, but the replica goes on asking until the
   * last answer was the one to the latest question.
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

  /**
   * Receives the whole topic from the store: the first answer, in place of a delta from nothing.
   */
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
