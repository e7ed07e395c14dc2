package dev.fanfare.gateway.door;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Counts all connections, up to a limit, and checks those that are not sessions at regular
 * intervals. Each event loop has one timer and one list, so such a connection costs one entry of a
 * list, and a session costs nothing here.
 */
final class Connections {
  /** Looks within the shortest time limit. A connection is closed at most two looks late. */
  private static final int LOOKS = 8;

  private static final Duration LONGEST = Duration.ofSeconds(1);

  private final Map<EventExecutor, Watch> watches = new HashMap<>();
  private final ConnectionSettings settings;
  private final ConnectionPace.Limits limits;
  private final Metrics metrics;
  private final AtomicInteger count = new AtomicInteger();

  /** Shared by all connections. */
  private final ChannelFutureListener onClosed = _ -> onClosed();

  /** Starts the timers of the loops; they end with their loops. */
  Connections(List<? extends EventExecutor> loops, ConnectionSettings settings, Metrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    long nanos = intervalNanos(settings);
    this.limits =
        new ConnectionPace.Limits(
            settings.head().toNanos() / nanos,
            settings.keepAlive().toNanos() / nanos,
            settings.bodyBytesPerSecond() * (double) nanos / LONGEST.toNanos());
    for (EventExecutor loop : loops) {
      Watch watch = new Watch(loop);
      watches.put(loop, watch);
      // A fixed delay, not a fixed rate, so that the loop reads its sockets between two looks, even
      // after a pause.
      loop.scheduleWithFixedDelay(watch::look, nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private static long intervalNanos(ConnectionSettings settings) {
    return Stream.of(settings.head(), settings.keepAlive(), settings.unread())
        .mapToLong(time -> Math.max(1, time.toNanos() / LOOKS))
        .reduce(LONGEST.toNanos(), Math::min);
  }

  ConnectionPace.Limits limits() {
    return limits;
  }

  long unreadNanos() {
    return settings.unread().toNanos();
  }

  /** Counts an accepted connection until it is closed; false if there is no room for it. */
  boolean admit(Channel accepted) {
    if (count.incrementAndGet() > settings.most()) {
      count.decrementAndGet();
      metrics.increment(Metric.CONNECTIONS_REFUSED);
      return false;
    }
    metrics.increment(Metric.CONNECTIONS);
    accepted.closeFuture().addListener(onClosed);
    return true;
  }

  private void onClosed() {
    count.decrementAndGet();
    metrics.decrement(Metric.CONNECTIONS);
  }

  void count(Metric event) {
    metrics.increment(event);
  }

  /** Checks the connection from now on. On its loop. */
  void add(ConnectionHandler connection, Channel channel) {
    watch(channel).add(connection);
  }

  /** Stops checking the connection: it is a session, or closed. On its loop. */
  void remove(ConnectionHandler connection, Channel channel) {
    watch(channel).remove(connection);
  }

  private Watch watch(Channel channel) {
    return Objects.requireNonNull(
        watches.get(channel.eventLoop()), "a connection of a foreign loop");
  }

  /** The connections of one loop that are not sessions. */
  private static final class Watch {
    private final EventExecutor loop;
    private final List<ConnectionHandler> connections = new ArrayList<>();

    Watch(EventExecutor loop) {
      this.loop = loop;
    }

    void add(ConnectionHandler connection) {
      connection.index = connections.size();
      connections.add(connection);
    }

    void remove(ConnectionHandler connection) {
      ConnectionHandler last = connections.removeLast();
      if (last != connection) {
        connections.set(connection.index, last);
        last.index = connection.index;
      }
    }

    /** From the end: when a connection is closed and removed, the last one takes its place. */
    void look() {
      long now = loop.ticker().nanoTime();
      for (int i = connections.size() - 1; i >= 0; i--) {
        connections.get(i).look(now);
      }
    }
  }
}
