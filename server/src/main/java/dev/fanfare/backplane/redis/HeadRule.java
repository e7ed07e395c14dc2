package dev.fanfare.backplane.redis;

import dev.fanfare.topic.Position;

/**
 * Decides which head of a topic its listeners receive, and when Redis has stopped sending.
 *
 * <p>Two sources say how far a topic is. Redis sends a <em>message</em> for each delta that is
 * appended, on the connection of the subscription. The <em>head</em> is read every few seconds, on
 * another connection. Nothing orders the two connections: a head may be ahead of the last message,
 * or behind it. Answers arrive in the order of the questions. The rule has three parts.
 *
 * <ol>
 *   <li><b>A message takes precedence over an answer in progress.</b> If a message arrived between
 *       question and answer, nobody knows which of the two is newer. The position of the last
 *       message then takes the place of the answer. That misses nothing: everything appended after
 *       the last message arrives as a message, too.
 *   <li><b>A doubt ends with an answer to a later question.</b> A doubt says that a message may
 *       have been lost: the topic was subscribed to a moment ago, its connection broke, or a
 *       message could not be read. The answer may be older than the doubt if the question is; so
 *       only a question that was asked after the doubt ends it. Its answer goes to the listeners
 *       whatever it is.
 *   <li><b>Without a doubt, a head that is ahead waits for the next answer.</b> Its message has
 *       probably not arrived yet. If a message arrives before the next answer, Redis does send
 *       messages. If none arrives and the next head is ahead as well, messages are lost: the
 *       listeners receive that head, and the subscription needs a new connection. A head that is
 *       not ahead goes to the listeners at once. It is the one they have, or it shows that the
 *       store has lost its end.
 * </ol>
 *
 * <p>Pure: no threads, no I/O, no clock. One writer.
 */
final class HeadRule {
  private static final long NEVER = -1;

  /** A question for the head: how many messages and doubts there were when it was asked. */
  record Asked(long messages, long doubts) {}

  /** What follows from an answer. */
  enum HeadDecision {
    /** Nothing yet: the message has probably not arrived yet. */
    WAIT,
    /** The listeners receive {@link #head()}. */
    TELL,
    /** The listeners receive {@link #head()}, and the subscription needs a new connection. */
    TELL_AND_RENEW
  }

  private Position head = Position.START;
  private long messages;

  /** The first doubt is the subscription itself: nothing is known before the first answer. */
  private long doubts = 1;

  private long answeredDoubts;

  /** The number of messages when an answer was ahead and had to wait. */
  private long aheadSince = NEVER;

  /** The position of the last message, or of the last answer after it that did not wait. */
  Position head() {
    return head;
  }

  /** A message may have been lost. */
  void doubt() {
    doubts++;
  }

  boolean isInDoubt() {
    return answeredDoubts < doubts;
  }

  /** The head is asked for now. */
  Asked ask() {
    return new Asked(messages, doubts);
  }

  /** A message led to this position. */
  void onMessage(Position to) {
    messages++;
    head = to;
  }

  /** The question was answered with the head of the store. */
  HeadDecision onAnswer(Asked asked, Position stored) {
    Position answer = asked.messages() == messages ? stored : head;
    boolean endsDoubt = asked.doubts() > answeredDoubts;
    boolean isAhead = !endsDoubt && answer.seq() > head.seq();
    if (isAhead && aheadSince != messages) {
      aheadSince = messages;
      return HeadDecision.WAIT;
    }
    aheadSince = NEVER;
    head = answer;
    answeredDoubts = Math.max(answeredDoubts, asked.doubts());
    return isAhead ? HeadDecision.TELL_AND_RENEW : HeadDecision.TELL;
  }
}
