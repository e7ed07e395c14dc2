package dev.fanfare.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What a publisher asks for. The store stamps it, and it is an {@link Event}. */
public sealed interface Draft {
  /** As many can be stored as one. */
  int MAX_AT_ONCE = 1_000;

  @Nullable User user();

  /** The event that this draft becomes at this place and time. */
  Event stamped(Position position, long atMillis);

  /** Asks for a {@link StateSet}. */
  record SetState(@Nullable User user, Key key, Data data, @Nullable Duration ttl)
      implements Draft {
    public SetState {
      StateSet.checkTtl(ttl);
    }

    @Override
    public StateSet stamped(Position position, long atMillis) {
      return new StateSet(new Stamp(position, atMillis, user), key, data, ttl);
    }
  }

  /** Asks for a {@link StateCleared}. Clearing what is not there is told like any other. */
  record ClearState(@Nullable User user, Key key) implements Draft {
    @Override
    public StateCleared stamped(Position position, long atMillis) {
      return new StateCleared(
          new Stamp(position, atMillis, user), key, StateCleared.Reason.CLEARED);
    }
  }

  /** Asks for a {@link Notice}. */
  record Tell(@Nullable User user, @Nullable Key key, Data data) implements Draft {
    @Override
    public Notice stamped(Position position, long atMillis) {
      return new Notice(new Stamp(position, atMillis, user), key, data);
    }
  }
}
