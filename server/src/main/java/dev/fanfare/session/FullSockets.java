package dev.fanfare.session;

import dev.fanfare.fanout.Hub;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.CloseCode;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The sockets that cannot take more at the moment. That alone is no fault: a slow reader catches up
 * later. A reader that takes nothing for the whole time {@code unread} is cut.
 *
 * <p>Each event loop has one timer and checks its own full sockets only. A socket that can be
 * written to costs nothing here.
 */
final class FullSockets {
  /** Looks within {@code unread}. A reader is cut at most two looks late, and never early. */
  private static final int LOOKS = 32;

  /** When memory is needed, a loop cuts one in this number of its full sockets. */
  private static final int CUT_AT_ONCE = 16;

  private final Map<EventExecutor, LoopWatch> watches = new HashMap<>();
  private final Metrics metrics;

  /**
   * Starts the timers of the loops; they end with their loops.
   *
   * @param unread how long a full socket may take nothing
   */
  FullSockets(List<? extends EventLoop> loops, Hub hub, Duration unread, Metrics metrics) {
    this.metrics = metrics;
    for (EventLoop loop : loops) {
      LoopWatch watch = new LoopWatch(loop, unread.toNanos(), metrics);
      watches.put(loop, watch);
      hub.lane(loop).onOverdrawn(watch::relieveSoon);
      long nanos = Math.max(1, unread.toNanos() / LOOKS);
      loop.scheduleAtFixedRate(watch::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** The socket has become full. On its loop. */
  void add(Session session) {
    if (watch(session).add(session)) {
      metrics.increment(Metric.FULL_SOCKETS);
    }
  }

  /** The socket can take more, or is gone. On its loop. */
  void remove(Session session) {
    if (watch(session).full.remove(session) != null) {
      metrics.decrement(Metric.FULL_SOCKETS);
    }
  }

  private LoopWatch watch(Session session) {
    return Objects.requireNonNull(
        watches.get(session.channel().eventLoop()), "a socket of a foreign loop");
  }

  /** The full sockets of one loop. */
  private static final class LoopWatch {
    final Map<Session, Standstill> full = new HashMap<>();
    private final EventExecutor loop;
    private final long limitNanos;
    private final Metrics metrics;
    private boolean relieving;

    LoopWatch(EventExecutor loop, long limitNanos, Metrics metrics) {
      this.loop = loop;
      this.limitNanos = limitNanos;
      this.metrics = metrics;
    }

    boolean add(Session session) {
      Standstill standstill =
          new Standstill(limitNanos, written(session), loop.ticker().nanoTime());
      return full.putIfAbsent(session, standstill) == null;
    }

    void look() {
      if (full.isEmpty()) {
        return;
      }
      long now = loop.ticker().nanoTime();
      // A copy, because a session that is cut removes itself.
      Map.copyOf(full)
          .forEach((session, standstill) -> {
            boolean over = standstill.isOver(written(session), now);
            if (over && !SendBuffer.hasSentWithin(limitNanos, session.channel())) {
              end(session, CloseCode.NOT_READING, Metric.NOT_READING);
            }
          });
    }

    private static Standstill.Written written(Session session) {
      return Standstill.Written.of(session.channel());
    }

    /** Ends the session; false if it was ending already. */
    private boolean end(Session session, CloseCode reason, Metric count) {
      boolean ends = session.peer().end(reason);
      if (ends) {
        metrics.increment(count);
      }
      return ends;
    }

    /** Not at once, because the lane is in the middle of its work. */
    void relieveSoon() {
      if (!relieving) {
        relieving = true;
        loop.execute(this::relieve);
      }
    }

    /** Cuts a part of the sockets, those that have taken nothing for the longest time. */
    private void relieve() {
      relieving = false;
      long now = loop.ticker().nanoTime();
      Map<Session, Long> since = new HashMap<>();
      full.forEach((session, standstill) ->
          since.put(session, standstill.sinceNanos(written(session), now)));
      List<Session> longestFirst =
          since.entrySet().stream()
              .sorted(Comparator.comparingLong(it -> it.getValue() - now))
              .map(Map.Entry::getKey)
              .toList();
      int left = Math.max(1, full.size() / CUT_AT_ONCE);
      for (Session session : longestFirst) {
        if (left > 0 && end(session, CloseCode.OVERLOADED, Metric.OVERLOADED)) {
          left--;
        }
      }
    }
  }
}
