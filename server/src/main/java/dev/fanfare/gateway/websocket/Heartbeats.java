package dev.fanfare.gateway.websocket;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;

/**
 * Pings every session once a heartbeat. Each event loop has one timer and a wheel of slots; a
 * session sits in a random one, so that pings are spread and a session costs one list entry, not a
 * timer.
 */
final class Heartbeats {
  private static final int SLOTS = 32;

  private final Map<EventExecutor, Wheel> wheels = new HashMap<>();

  /** Starts the timers of the loops; they end with their loops. */
  Heartbeats(List<EventExecutor> loops, Duration heartbeat) {
    for (EventExecutor loop : loops) {
      Wheel wheel = new Wheel();
      wheels.put(loop, wheel);
      long nanos = heartbeat.toNanos() / SLOTS;
      loop.scheduleAtFixedRate(wheel::turn, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** Pings the session from now on. On the session's loop. */
  Slot add(SessionHandler session, EventLoop loop) {
    Wheel wheel = Objects.requireNonNull(wheels.get(loop), "a socket of a foreign loop");
    Slot slot = wheel.slots.get(ThreadLocalRandom.current().nextInt(SLOTS));
    slot.add(session);
    return slot;
  }

  /** The sessions that are pinged at the same tick. Belongs to one loop. */
  static final class Slot {
    private final List<SessionHandler> sessions = new ArrayList<>();

    private void add(SessionHandler session) {
      session.slotIndex = sessions.size();
      sessions.add(session);
    }

    /** Pings it no more. On the session's loop. */
    void remove(SessionHandler session) {
      SessionHandler last = sessions.removeLast();
      if (last != session) {
        sessions.set(session.slotIndex, last);
        last.slotIndex = session.slotIndex;
      }
    }
  }

  private static final class Wheel {
    final List<Slot> slots = new ArrayList<>();
    private int next;

    Wheel() {
      for (int i = 0; i < SLOTS; i++) {
        slots.add(new Slot());
      }
    }

    void turn() {
      // A copy: who has been silent too long is removed meanwhile.
      List.copyOf(slots.get(next).sessions).forEach(SessionHandler::beat);
      next = (next + 1) % SLOTS;
    }
  }
}
