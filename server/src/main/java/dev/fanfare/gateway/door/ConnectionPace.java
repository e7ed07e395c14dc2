package dev.fanfare.gateway.door;

import dev.fanfare.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether a client takes too long to send a request, on a connection that is not a session.
 * Time is counted in looks, which come at regular intervals. So a time in which the loop is held up
 * does not count against a client, and events between two looks need no clock. One writer.
 */
final class ConnectionPace {
  private final Limits limits;
  private Phase phase = Phase.HEAD;

  /** Looks since the phase began. */
  private int looks;

  /** Received bytes of the current body. */
  private long bytes;

  /** Requests that are complete and not answered. */
  private int unanswered;

  /** The current request is answered before its body is complete. */
  private boolean answeredEarly;

  /**
   * The limits, in looks.
   *
   * @param head looks that a head may take
   * @param keepAlive looks that a connection may be idle
   * @param bytesPerLook the least average of a body's bytes per look, after the first {@code head}
   *     looks
   */
  record Limits(long head, long keepAlive, double bytesPerLook) {}

  /** The next thing that the client has to send. */
  private enum Phase {
    /** The rest of a request's head; at first the TLS handshake as well. */
    HEAD,
    /** The rest of a request's body. */
    BODY,
    /** Nothing: the server has to answer. */
    ANSWER,
    /** Nothing, but it may send another request. */
    IDLE
  }

  ConnectionPace(Limits limits) {
    this.limits = limits;
  }

  void onBytes(int count) {
    switch (phase) {
      case IDLE -> begin(Phase.HEAD);
      case BODY -> bytes += count;
      case HEAD, ANSWER -> {}
    }
  }

  /** The head of a request is complete. */
  void onHead() {
    begin(Phase.BODY);
    bytes = 0;
    answeredEarly = false;
  }

  /** A request is complete. */
  void onEnd() {
    if (!answeredEarly) {
      unanswered++;
    }
    begin(unanswered > 0 ? Phase.ANSWER : Phase.IDLE);
  }

  /** The oldest request is answered. */
  void onAnswered() {
    if (unanswered == 0) {
      answeredEarly = phase == Phase.BODY;
      return;
    }
    unanswered--;
    looks = 0;
    if (unanswered == 0 && phase == Phase.ANSWER) {
      phase = Phase.IDLE;
    }
  }

  private void begin(Phase next) {
    phase = next;
    looks = 0;
  }

  /**
   * Counts a look.
   *
   * @return the reason to close the connection; null if it goes on
   */
  @Nullable Metric look() {
    if (unanswered > 0) {
      return null; // the server has to answer
    }
    looks++;
    return switch (phase) {
      case HEAD -> looks > limits.head ? Metric.SLOW_REQUESTS : null;
      case BODY ->
          bytes < (looks - limits.head) * limits.bytesPerLook ? Metric.SLOW_REQUESTS : null;
      case IDLE -> looks > limits.keepAlive ? Metric.IDLE_CONNECTIONS : null;
      case ANSWER -> null;
    };
  }
}
