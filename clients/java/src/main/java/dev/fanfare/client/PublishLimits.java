package dev.fanfare.client;

import java.time.Duration;

/**
 * How long and how much a client tries to publish. The constructor refuses an invalid limit with a
 * {@link FanfareException}.
 *
 * @param deadline from when an event is admitted until it has failed; positive, at most 365 days
 * @param requestTimeout for one try; positive, at most 365 days
 * @param window how long an event waits for others to share its request; 0 to 2 ms
 * @param underWay events under way, which are admitted and have no answer yet; beyond it publishers
 *     wait; at least 1
 */
public record PublishLimits(
    Duration deadline, Duration requestTimeout, Duration window, int underWay) {
  public static final Duration MAX_WINDOW = Duration.ofMillis(2);

  /** The most events of several publishers in one request. */
  public static final int MAX_BATCH = 100;

  /** The most requests at the same time. */
  public static final int MAX_REQUESTS = 16;

  private static final Duration LONGEST = Duration.ofDays(365);

  public static final PublishLimits DEFAULT =
      new PublishLimits(
          Duration.ofSeconds(10), Duration.ofSeconds(3), Duration.ofMillis(1), 10_000);

  public PublishLimits {
    checkPositive("deadline", deadline);
    checkPositive("requestTimeout", requestTimeout);
    if (window.isNegative() || window.compareTo(MAX_WINDOW) > 0) {
      throw FanfareException.invalid("window", window, "0 to 2 ms");
    }
    if (underWay < 1) {
      throw FanfareException.invalid("underWay", underWay, "at least 1 event");
    }
  }

  public PublishLimits withDeadline(Duration deadline) {
    return new PublishLimits(deadline, requestTimeout, window, underWay);
  }

  public PublishLimits withRequestTimeout(Duration requestTimeout) {
    return new PublishLimits(deadline, requestTimeout, window, underWay);
  }

  public PublishLimits withWindow(Duration window) {
    return new PublishLimits(deadline, requestTimeout, window, underWay);
  }

  public PublishLimits withUnderWay(int underWay) {
    return new PublishLimits(deadline, requestTimeout, window, underWay);
  }

  private static void checkPositive(String what, Duration value) {
    if (!value.isPositive() || value.compareTo(LONGEST) > 0) {
      throw FanfareException.invalid(what, value, "a positive duration of at most 365 days");
    }
  }
}
