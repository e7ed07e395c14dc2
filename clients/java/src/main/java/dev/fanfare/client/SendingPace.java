package dev.fanfare.client;

import java.time.Duration;

/**
 * How fast this side may send, so that the server refuses nothing: a token bucket, filled a little
 * slower than the server's and not as large, because the network delivers in bunches. Time is an
 * argument.
 */
final class SendingPace {
  private static final double PART_OF_RATE = 0.9;
  private static final double PART_OF_BURST = 0.5;
  private static final double NANOS_PER_SECOND = 1e9;

  private final double perNano;
  private final double burst;
  private double tokens;
  private long filledNanos;

  /**
   * A full bucket.
   *
   * @param perSecond messages that the server takes in a second, at least 1
   * @param burst messages that the server takes at once, at least 1
   */
  SendingPace(int perSecond, int burst, long nowNanos) {
    this.perNano = perSecond * PART_OF_RATE / NANOS_PER_SECOND;
    this.burst = Math.max(1, burst * PART_OF_BURST);
    this.tokens = this.burst;
    this.filledNanos = nowNanos;
  }

  /** How long the next message has to wait; zero if it can be sent now. */
  Duration waitFrom(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - filledNanos) * perNano);
    filledNanos = nowNanos;
    return tokens >= 1 ? Duration.ZERO : Duration.ofNanos((long) Math.ceil((1 - tokens) / perNano));
  }

  /** A message is sent, whether it waited or not. */
  void spend() {
    tokens--;
  }
}
