package dev.fanfare.check;

import dev.fanfare.topic.TopicName;

/**
 * A promise that was not kept, so that a person can follow it.
 *
 * @param who found it: a reader, a publisher, the audit at the end
 */
public record Violation(Kind kind, TopicName topic, String who, String expected, String got) {
  /** What was done that must not be. */
  public enum Kind {
    /** Something was left out that nothing covers. */
    GAP,
    /** Something came twice. */
    DUPLICATE,
    /** Something came before what was ahead of it. */
    REORDERED,
    /** A delta starts where the reader is not. */
    DOES_NOT_FIT,
    /** A position that nobody gave out was led on from. */
    FORGED_ACCEPTED,
    /** A position of a history that the store has lost was led on from. */
    FORK_UNTOLD,
    /** Two readers at one position do not hold the same. */
    DIVERGED,
    /** One event is told in two ways. */
    CHANGED,
    /** What was accepted is not there, and nobody was told. */
    LOST,
    /** Views do not become equal to the store's. */
    NOT_CONVERGED,
    /** An answer that no fault explains. */
    REFUSED
  }

  /** The same in a sentence. */
  public String account() {
    return "%s in %s: %s expected %s, got %s".formatted(kind, topic, who, expected, got);
  }
}
