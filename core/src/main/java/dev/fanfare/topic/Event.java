package dev.fanfare.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a topic. */
public sealed interface Event {
  /** The position right after this event. */
  Position position();

  /** When it was stored, ms since 1970 UTC, by the store's clock. */
  long atMillis();

  /** Who did it, if known. */
  @Nullable User user();

  /** What it is about; only a notice may have none. */
  @Nullable Key key();

  /** About how many bytes it takes, for the limits in bytes. */
  int weight();

  /** The most bytes of heap that it takes, its entry in a map or an array included. */
  default long footprint() {
    return Weight.footprint(weight(), 1);
  }

  /**
   * The value of a key. Replaces the earlier one.
   *
   * <p>The constructor refuses an invalid {@code ttl} with an {@link InvalidValueException}.
   *
   * @param ttl how long it lives; null if it does not expire
   */
  record State(
      Position position,
      long atMillis,
      @Nullable User user,
      Key key,
      Data data,
      @Nullable Duration ttl)
      implements Event {
    /** A topic that nobody uses is not kept for longer than this either. */
    public static final Duration MAX_TTL = Duration.ofHours(24);

    public State {
      checkTtl(ttl);
    }

    public State(Stamp stamp, Key key, Data data, @Nullable Duration ttl) {
      this(stamp.position(), stamp.atMillis(), stamp.user(), key, data, ttl);
    }

    @Override
    public int weight() {
      return Weight.OVERHEAD + Weight.names(user, key) + data.json().length();
    }

    /** Whether this time to live is valid: 1 ms to {@link #MAX_TTL}. */
    public static boolean isValidTtl(Duration ttl) {
      return ttl.compareTo(Duration.ofMillis(1)) >= 0 && ttl.compareTo(MAX_TTL) <= 0;
    }

    static void checkTtl(@Nullable Duration ttl) {
      if (ttl != null && !isValidTtl(ttl)) {
        throw new InvalidValueException("ttl", ttl, "1 ms to " + MAX_TTL);
      }
    }
  }

  /** The key has no value any more. */
  record Gone(Position position, long atMillis, @Nullable User user, Key key, Reason reason)
      implements Event {
    public Gone(Stamp stamp, Key key, Reason reason) {
      this(stamp.position(), stamp.atMillis(), stamp.user(), key, reason);
    }

    /** Why it is gone. */
    public enum Reason {
      /** A publisher cleared it. */
      CLEARED,
      /** Its time to live has passed. */
      EXPIRED,
      /** Its owner has left. */
      LEFT,
      /** A reason that this version does not know. */
      OTHER
    }

    @Override
    public int weight() {
      return Weight.OVERHEAD + Weight.names(user, key);
    }
  }

  /** Something happened. Not part of the state. */
  record Notice(Position position, long atMillis, @Nullable User user, @Nullable Key key, Data data)
      implements Event {
    public Notice(Stamp stamp, @Nullable Key key, Data data) {
      this(stamp.position(), stamp.atMillis(), stamp.user(), key, data);
    }

    @Override
    public int weight() {
      return Weight.OVERHEAD + Weight.names(user, key) + data.json().length();
    }
  }
}
