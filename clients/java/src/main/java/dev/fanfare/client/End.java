package dev.fanfare.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How a session has ended, and whether another may follow.
 *
 * @param retryAfter at least how long to wait before coming back; null: do not
 * @param stranger what answered does not behave like Fanfare
 */
record End(String reason, @Nullable Duration retryAfter, boolean stranger) {
  /** The next try may succeed. */
  static End cut(String reason) {
    return new End(reason, Duration.ZERO, false);
  }

  /** Nothing that Fanfare would do; the next server may be one. */
  static End stranger(String reason) {
    return new End(reason, Duration.ZERO, true);
  }

  /** Coming back is of no use. */
  static End forGood(String reason) {
    return new End(reason, null, false);
  }
}
