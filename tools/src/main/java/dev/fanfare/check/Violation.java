package dev.fanfare.check;

import dev.fanfare.topic.TopicName;
import java.util.Locale;

/**
 * A promise that was not kept, in a form that a person can follow.
 *
 * @param who has found it: a reader, a publisher, or the audit at the end
 */
public record Violation(Kind kind, TopicName topic, String who, String expected, String got) {
  /** The kind of a violation. */
  public enum Kind {
    /** A delta omits an event that no later event replaces. */
    GAP,
    /** An event was delivered or stored twice. */
    DUPLICATE,
    /** An event was delivered or stored before an earlier one. */
    REORDERED,
    /** A delta does not start at the reader's position. */
    DOES_NOT_FIT,
    /** A subscription from an invented position was not answered with a reset. */
    FORGED_ACCEPTED,
    /**
     * A reader was moved on, without a reset, from a position of a history that the store has lost.
     */
    FORK_UNTOLD,
    /** Two readers at one position hold different views. */
    DIVERGED,
    /** One event has two contents. */
    CHANGED,
    /** An accepted event is not in the store, and readers were not reset. */
    LOST,
    /** Servers and readers do not agree in time. */
    NOT_CONVERGED,
    /** An answer that no fault explains. */
    REFUSED
  }

  /** The violation in a sentence. */
  public String account() {
    return String.format(
        Locale.ROOT, "%s in %s: %s expected %s, got %s", kind, topic, who, expected, got);
  }
}
