package dev.fanfare.client;

import java.time.Duration;

/**
 * How long to wait before the next try: "full jitter", a random time up to a bound that doubles, so
 * that clients cut off together do not come back together.
 *
 * @param first the bound of the first wait
 * @param longest no bound is longer
 */
record Backoff(Duration first, Duration longest) {
  /** For sockets: the values of the protocol. */
  static final Backoff COMING_BACK = new Backoff(Duration.ofMillis(500), Duration.ofSeconds(20));

  /** For calls, which have a deadline to keep. */
  static final Backoff CALLS = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(2));

  private static final int MAX_DOUBLINGS = 30;

  /**
   * The wait before another try.
   *
   * <p>It is added to {@code notBefore}: with the larger of the two, all clients would come back at
   * the same moment.
   *
   * @param attempt number of the next try, counted from 0 after the first has failed
   * @param chance from 0 to below 1
   */
  Duration wait(int attempt, double chance, Duration notBefore) {
    long bound = first.toNanos() << Math.min(attempt, MAX_DOUBLINGS);
    long nanos = Math.min(bound, longest.toNanos());
    return notBefore.plusNanos((long) (chance * nanos));
  }
}
