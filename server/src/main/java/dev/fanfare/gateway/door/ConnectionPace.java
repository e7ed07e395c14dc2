package dev.fanfare.gateway.door;

import dev.fanfare.metrics.Metric;
import org.jspecify.annotations.Nullable;

/**
 * Whether a client takes too long to say what it wants, on a connection that is no session. Time is
 * counted in looks, which come in regular intervals. So nobody is blamed for a time in which the
 * loop looked at nothing, and what happens between two looks needs no clock. One writer.
 */
final class ConnectionPace {
  private final Limits limits;
  private Phase phase = Phase.HEAD;

  /** Since the phase began. */
  private int looks;

  /** Of a body that is coming. */
  private long bytes;

  /** Requests that are whole and not answered. */
  private int unanswered;

  /** The request that is coming was answered already. */
  private boolean answeredEarly;

  /**
   * What is granted.
   *
   * @param head looks that a head may take
   * @param keepAlive looks that a connection may be idle
   * @param bytesPerLook of a body at least, on average, once it has taken as long as a head may
   */
  record Limits(long head, long keepAlive, double bytesPerLook) {}

  /** What is awaited of the client. */
  private enum Phase {
    /** The rest of a request's head; at first the TLS handshake as well. */
    HEAD,
    /** The rest of a request's body. */
    BODY,
    /** Nothing: it is to be answered. */
    ANSWER,
    /** Another request, if it has one. */
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

  /** The head of a request is whole. */
  void onHead() {
    begin(Phase.BODY);
    bytes = 0;
    answeredEarly = false;
  }

  /** A request is whole. */
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
   * The time between two looks has passed.
   *
   * @return what the connection is to be closed for; null if it goes on
   */
  @Nullable Metric look() {
    if (unanswered > 0) {
      return null; // it is for the server to do something
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
