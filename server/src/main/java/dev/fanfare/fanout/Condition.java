package dev.fanfare.fanout;

/** How a subscription stands with its topic. Only the {@link Subscription} changes it. */
sealed interface Condition {
  /** Its position is where the next advance begins: it gets what all get. */
  record Live() implements Condition {}

  /** Its socket was full: it keeps its position, and asks when the socket can take more. */
  record Behind() implements Condition {}

  /**
   * It has asked the topic's home. What advances meanwhile is in the answer.
   *
   * @param question the latest; the answer to another one is out of date
   */
  record Awaiting(int question) implements Condition {}
}
