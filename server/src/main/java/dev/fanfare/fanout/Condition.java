package dev.fanfare.fanout;

/**
 * Whether a subscription receives advances, waits for its socket or waits for an answer. Only the
 * {@link Subscription} changes it.
 */
sealed interface Condition {
  /** Its position is where the next advance begins: it receives advances like all live members. */
  record Live() implements Condition {}

  /** Its socket was full. It keeps its position, and asks when the socket can take more. */
  record Behind() implements Condition {}

  /**
   * It has asked the topic's home. Events of the meantime are in the answer.
   *
   * @param question the number of its latest question; answers to earlier ones are out of date
   */
  record Awaiting(int question) implements Condition {}
}
