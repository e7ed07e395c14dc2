package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** The key has no value any more. */
public record StateCleared(
    Position position, long atMillis, @Nullable User user, Key key, Reason reason)
    implements Event {
  public StateCleared(Stamp stamp, Key key, Reason reason) {
    this(stamp.position(), stamp.atMillis(), stamp.user(), key, reason);
  }

  /** Why it is gone. */
  public enum Reason {
    /** Somebody said so. */
    CLEARED,
    /** Its time was up. */
    EXPIRED,
    /** Its owner went. */
    LEFT,
    /** One that this version has no word for. */
    OTHER
  }

  @Override
  public int weight() {
    return Weight.OVERHEAD + Weight.names(user, key);
  }
}
