package dev.fanfare.gateway.websocket;

import dev.fanfare.protocol.CloseCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.Promise;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * All sessions, each pinged once a heartbeat. Each event loop has one timer and a wheel of slots; a
 * session sits in a random one, so that pings are spread and a session costs one list entry, not a
 * timer.
 */
final class Heartbeats {
  private static final int SLOTS = 32;

  private final Map<EventExecutor, Wheel> wheels = new HashMap<>();

  /** Starts the timers of the loops; they end with their loops. */
  Heartbeats(List<? extends EventExecutor> loops, Duration heartbeat) {
    for (EventExecutor loop : loops) {
      Wheel wheel = new Wheel(loop.newPromise());
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
    if (wheel.ending != null) {
      CloseCode code = wheel.ending;
      loop.execute(() -> session.end(code)); // it comes from a loop that it had left by then
    }
    return slot;
  }

  /** Says goodbye to all sessions, and waits so long at most until they are gone. */
  void end(CloseCode code, Duration patience) {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    wheels.forEach((loop, wheel) -> loop.execute(() -> wheel.end(code)));
    for (Wheel wheel : wheels.values()) {
      wheel.ended.awaitUninterruptibly(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** The sessions that are pinged at the same tick. Belongs to one loop. */
  static final class Slot {
    private final Wheel wheel;
    private final List<SessionHandler> sessions = new ArrayList<>();

    private Slot(Wheel wheel) {
      this.wheel = wheel;
    }

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
      wheel.onRemoved();
    }

    /** A copy: who is told something may be removed meanwhile. */
    private List<SessionHandler> all() {
      return List.copyOf(sessions);
    }
  }

  private static final class Wheel {
    final List<Slot> slots = new ArrayList<>();
    final Promise<Boolean> ended;
    private int next;

    /** Why all sessions of the loop end; null while they go on. */
    @Nullable CloseCode ending;

    Wheel(Promise<Boolean> ended) {
      this.ended = ended;
      for (int i = 0; i < SLOTS; i++) {
        slots.add(new Slot(this));
      }
    }

    void turn() {
      slots.get(next).all().forEach(SessionHandler::beat);
      next = (next + 1) % SLOTS;
    }

    void end(CloseCode code) {
      ending = code;
      slots.forEach(slot -> slot.all().forEach(session -> session.end(code)));
      onRemoved();
    }

    void onRemoved() {
      if (ending != null && slots.stream().allMatch(slot -> slot.sessions.isEmpty())) {
        ended.trySuccess(true);
      }
    }
  }
}
