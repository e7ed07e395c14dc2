package dev.fanfare.session;

/**
 * A token bucket with a rate per second and a burst. Time is an argument. One writer.
 *
 * <p>Every refusal is a strike, and every message that passes takes one strike back. A client with
 * a whole burst of strikes ignores its refusals.
 */
final class RateLimit {
  private static final double NANOS_PER_SECOND = 1e9;

  private final int perSecond;
  private final int burst;
  private double tokens;
  private long filledNanos;
  private int strikes;

  RateLimit(int perSecond, int burst, long nowNanos) {
    this.perSecond = perSecond;
    this.burst = burst;
    this.tokens = burst;
    this.filledNanos = nowNanos;
  }

  /** Takes one token; false if there is none. */
  boolean take(long nowNanos) {
    tokens = Math.min(burst, tokens + (nowNanos - filledNanos) / NANOS_PER_SECOND * perSecond);
    filledNanos = nowNanos;
    if (tokens < 1) {
      strikes++;
      return false;
    }
    tokens--;
    strikes = Math.max(0, strikes - 1);
    return true;
  }

  /** Whether the client has a whole burst of strikes. */
  boolean isIgnored() {
    return strikes >= burst;
  }
}
