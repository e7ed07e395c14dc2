package dev.fanfare.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One thing that happened in a topic. */
public sealed interface Event {
  /** Where a reader is that has seen this event and nothing behind it. */
  Position position();

  /** When it was stored, ms since 1970 UTC, by the store's clock. */
  long atMillis();

  /** Who did it, if known. */
  @Nullable User user();

  /** What it is about; only a notice may have none. */
  @Nullable Key key();

  /** About how many bytes it takes, for the limits in bytes. */
  int weight();

  /** How many bytes of heap it takes at most wherever it is kept, with its place there. */
  default long footprint() {
    return Weight.footprint(weight(), 1);
  }

  /**
   * The value of a key. Replaces the earlier one.
   *
   * <p>What breaks a rule is refused with an {@link InvalidValueException}.
   *
   * @param ttl how long it lives; for ever if there is none
   */
  record State(
      Position position,
      long atMillis,
      @Nullable User user,
      Key key,
      Data data,
      @Nullable Duration ttl)
      implements Event {
    /** Longer than this a topic that nobody touches is not kept either. */
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

  /** The key has no value any more. */
  record Gone(Position position, long atMillis, @Nullable User user, Key key, Reason reason)
      implements Event {
    public Gone(Stamp stamp, Key key, Reason reason) {
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
