package dev.fanfare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a session has ended, and whether another may follow.
 *
 * @param retryAfter at least how long to wait before the next try; null: do not try again
 * @param stranger whether the server does not behave like Fanfare
 */
record End(String reason, @Nullable Duration retryAfter, boolean stranger) {
  /** The next try may succeed. */
  static End cut(String reason) {
    return new End(reason, Duration.ZERO, false);
  }

  /** The server does not behave like Fanfare; the next one may. */
  static End stranger(String reason) {
    return new End(reason, Duration.ZERO, true);
  }

  /** Another try would fail as well. */
  static End forGood(String reason) {
    return new End(reason, null, false);
  }
}
