package dev.fanfare.session;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Counts, lists and ends all sessions of this instance. Each event loop has its own {@link #GROUPS}
 * lists, and a session joins a random one. So the {@link Heartbeat} can visit one group at a time,
 * and a session costs one entry of a list.
 */
public final class Sessions {
  /** Groups of the sessions of a loop. */
  static final int GROUPS = 32;

  private final Map<EventExecutor, OnLoop> loops = new HashMap<>();
  private final AtomicInteger count = new AtomicInteger();
  private final int most;
  private final Metrics metrics;

  /**
   * @param most sessions; past it the instance is full
   */
  public Sessions(List<? extends EventLoop> loops, int most, Metrics metrics) {
    this.most = most;
    this.metrics = metrics;
    loops.forEach(loop -> this.loops.put(loop, new OnLoop(loop.newPromise())));
  }

  /** The number of sessions on all loops. */
  public int count() {
    return count.get();
  }

  /**
   * Whether no other session may begin. Each loop that asks at the same moment may exceed the limit
   * by one.
   */
  public boolean isFull() {
    return count() >= most;
  }

  /** The limit of the number of sessions. */
  public int most() {
    return most;
  }

  /** On the session's loop. */
  void add(Session session) {
    OnLoop loop = of(session);
    loop.add(session);
    count.incrementAndGet();
    metrics.increment(Metric.SESSIONS);
    CloseCode reason = loop.ending;
    if (reason != null) {
      // The connection was accepted before the port closed.
      session.channel().eventLoop().execute(() -> session.peer().end(reason));
    }
  }

  /** On the session's loop. */
  void remove(Session session) {
    of(session).remove(session);
    count.decrementAndGet();
    metrics.decrement(Metric.SESSIONS);
  }

  private OnLoop of(Session session) {
    return of(session.channel().eventLoop());
  }

  private OnLoop of(EventExecutor loop) {
    return Objects.requireNonNull(loops.get(loop), "a connection of a foreign loop");
  }

  /** Calls the action with every session, on the session's loop. */
  void forEach(Consumer<Session> action) {
    loops.forEach((loop, sessions) -> loop.execute(() -> sessions.forEach(action)));
  }

  /** Calls the action with the sessions of one group of the loop. On that loop. */
  void forEach(EventExecutor loop, int group, Consumer<Session> action) {
    of(loop).forEach(group, action);
  }

  /**
   * Ends all sessions, also those that begin from now on. Waits until they are gone, or until the
   * patience is over.
   */
  void end(CloseCode reason, Duration patience) {
    long deadlineNanos = System.nanoTime() + patience.toNanos();
    loops.forEach((loop, sessions) -> loop.execute(() -> sessions.end(reason)));
    for (OnLoop sessions : loops.values()) {
      sessions.ended.awaitUninterruptibly(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
  }

  /** The sessions of one loop. */
  private static final class OnLoop {
    final Promise<Boolean> ended;

    /** The reason why all sessions of the loop end; null while they go on. */
    @Nullable CloseCode ending;

    private final List<List<Session>> groups = new ArrayList<>();

    OnLoop(Promise<Boolean> ended) {
      this.ended = ended;
      for (int i = 0; i < GROUPS; i++) {
        groups.add(new ArrayList<>());
      }
    }

    void add(Session session) {
      List<Session> group = groups.get(ThreadLocalRandom.current().nextInt(GROUPS));
      session.group = group;
      session.index = group.size();
      group.add(session);
    }

    void remove(Session session) {
      List<Session> group = Objects.requireNonNull(session.group, "removed twice");
      Session last = group.removeLast();
      if (last != session) {
        group.set(session.index, last);
        last.index = session.index;
      }
      session.group = null;
      onRemoved();
    }

    void forEach(Consumer<Session> action) {
      for (int group = 0; group < GROUPS; group++) {
        forEach(group, action);
      }
    }

    /** Uses a copy, because the action may end sessions. */
    void forEach(int group, Consumer<Session> action) {
      List.copyOf(groups.get(group)).forEach(action);
    }

    void end(CloseCode reason) {
      ending = reason;
      forEach(session -> session.peer().end(reason));
      onRemoved();
    }

    private void onRemoved() {
      if (ending != null && groups.stream().allMatch(List::isEmpty)) {
        ended.trySuccess(true);
      }
    }
  }
}
