package dev.fanfare.gateway.websocket;

import dev.fanfare.fanout.Hub;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import io.netty.channel.Channel;
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
 * The sockets that cannot take more at the moment. That alone is no fault: their readers are slow
 * and are caught up later. But a reader that takes nothing at all for the whole time is cut.
 *
 * <p>Each event loop has one timer and looks at its own full sockets only; a socket that can be
 * written to costs nothing here.
 */
final class FullSockets {
  /** So many looks within the time: a reader is cut at most two of them late, and never early. */
  private static final int LOOKS = 32;

  /** Of the full sockets of a loop this part is cut where memory is needed. */
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
      LoopWatch watch = new LoopWatch(loop, unread.toNanos());
      watches.put(loop, watch);
      hub.lane(loop).onOverdrawn(watch::relieveSoon);
      long nanos = Math.max(1, unread.toNanos() / LOOKS);
      loop.scheduleAtFixedRate(watch::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  /** The socket has become full. On its loop. */
  void add(SessionHandler session, Channel channel) {
    if (watch(channel).add(session, channel)) {
      metrics.increment(Metric.FULL_SOCKETS);
    }
  }

  /** It can take more, or is gone. On its loop. */
  void remove(SessionHandler session, Channel channel) {
    if (watch(channel).full.remove(session) != null) {
      metrics.decrement(Metric.FULL_SOCKETS);
    }
  }

  private LoopWatch watch(Channel channel) {
    return Objects.requireNonNull(watches.get(channel.eventLoop()), "a socket of a foreign loop");
  }

  /** The full sockets of one loop. */
  private static final class LoopWatch {
    final Map<SessionHandler, FullSocket> full = new HashMap<>();
    private final EventExecutor loop;
    private final long limitNanos;
    private boolean relieving;

    private record FullSocket(Channel channel, Standstill standstill) {}

    LoopWatch(EventExecutor loop, long limitNanos) {
      this.loop = loop;
      this.limitNanos = limitNanos;
    }

    boolean add(SessionHandler session, Channel channel) {
      Standstill standstill =
          new Standstill(limitNanos, Standstill.Written.of(channel), loop.ticker().nanoTime());
      return full.putIfAbsent(session, new FullSocket(channel, standstill)) == null;
    }

    void look() {
      if (full.isEmpty()) {
        return;
      }
      long now = loop.ticker().nanoTime();
      // A copy: who is cut leaves meanwhile.
      Map.copyOf(full)
          .forEach((session, it) -> {
            boolean over = it.standstill.isOver(Standstill.Written.of(it.channel), now);
            if (over && !SendBuffer.hasSentWithin(limitNanos, it.channel)) {
              session.onNothingRead();
            }
          });
    }

    /** Not at once: the lane is in the middle of something. */
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
      Map<SessionHandler, Long> since = new HashMap<>();
      full.forEach((session, it) ->
          since.put(session, it.standstill.sinceNanos(Standstill.Written.of(it.channel), now)));
      List<SessionHandler> longestFirst =
          since.entrySet().stream()
              .sorted(Comparator.comparingLong(it -> it.getValue() - now))
              .map(Map.Entry::getKey)
              .toList();
      int left = Math.max(1, full.size() / CUT_AT_ONCE);
      for (SessionHandler session : longestFirst) {
        if (left > 0 && session.onOverload()) {
          left--;
        }
      }
    }
  }
}
