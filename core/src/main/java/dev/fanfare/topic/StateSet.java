package dev.fanfare.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The value of a key. Replaces the earlier one.
 *
 * <p>What breaks a rule is refused with an {@link InvalidValueException}.
 *
 * @param ttl how long it lives; for ever if there is none
 */
public record StateSet(
    Position position,
    long atMillis,
    @Nullable User user,
    Key key,
    Data data,
    @Nullable Duration ttl)
    implements Event {
  /** Longer than this a topic that nobody touches is not kept either. */
  public static final Duration MAX_TTL = Duration.ofHours(24);

  public StateSet {
    checkTtl(ttl);
  }

  public StateSet(Stamp stamp, Key key, Data data, @Nullable Duration ttl) {
    this(stamp.position(), stamp.atMillis(), stamp.user(), key, data, ttl);
  }

  @Override
  public int weight() {
    return Weight.OVERHEAD + Weight.names(user, key) + data.json().length();
  }

  /** Whether state may live as long as this: 1 ms to {@link #MAX_TTL}. */
  public static boolean isValidTtl(Duration ttl) {
    return ttl.compareTo(Duration.ofMillis(1)) >= 0 && ttl.compareTo(MAX_TTL) <= 0;
  }

  static void checkTtl(@Nullable Duration ttl) {
    if (ttl != null && !isValidTtl(ttl)) {
      throw new InvalidValueException("ttl", ttl, "1 ms to " + MAX_TTL);
    }
  }
}
