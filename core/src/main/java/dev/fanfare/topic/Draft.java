package dev.fanfare.topic;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** An {@link Event} as a publisher asks for it, before the store stamps it. */
public sealed interface Draft {
  /** The most drafts in one publication, which is stored as a whole or not at all. */
  int MAX_AT_ONCE = 1_000;

  @Nullable User user();

  /** The event that this draft becomes at this position and time. */
  Event stamped(Position position, long atMillis);

  /** Asks for a {@link Event.State}. */
  record State(@Nullable User user, Key key, Data data, @Nullable Duration ttl) implements Draft {
    public State {
      Event.State.checkTtl(ttl);
    }

    @Override
    public Event.State stamped(Position position, long atMillis) {
      return new Event.State(new Stamp(position, atMillis, user), key, data, ttl);
    }
  }

  /** Asks for a {@link Event.Gone}. Clearing a key without a value is an event, too. */
  record Gone(@Nullable User user, Key key) implements Draft {
    @Override
    public Event.Gone stamped(Position position, long atMillis) {
      return new Event.Gone(new Stamp(position, atMillis, user), key, Event.Gone.Reason.CLEARED);
    }
  }

  /** Asks for a {@link Event.Notice}. */
  record Notice(@Nullable User user, @Nullable Key key, Data data) implements Draft {
    @Override
    public Event.Notice stamped(Position position, long atMillis) {
      return new Event.Notice(new Stamp(position, atMillis, user), key, data);
    }
  }
}
