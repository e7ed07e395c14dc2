package dev.fanfare.session;

/**
 * A token bucket: so many a second, so many at once. Time is an argument. One writer.
 *
 * <p>Every refusal is a strike, every message that passes takes one back; a connection with a whole
 * burst of strikes is not listening.
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

  /** Whether it was refused a whole burst more often than not. */
  boolean isIgnored() {
    return strikes >= burst;
  }
}
