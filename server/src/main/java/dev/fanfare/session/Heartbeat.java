package dev.fanfare.session;

import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Visits every session once a heartbeat. Each event loop has one timer, which visits one group of
 * its {@link Sessions} after another, so that pings are spread over the period.
 */
final class Heartbeat {
  private final Sessions sessions;
  private final Duration period;

  Heartbeat(Sessions sessions, Duration period) {
    this.sessions = sessions;
    this.period = period;
  }

  /** Starts the timers of the loops. They end with their loops. */
  void start(List<? extends EventLoop> loops) {
    long nanos = period.toNanos() / Sessions.GROUPS;
    for (EventLoop loop : loops) {
      loop.scheduleAtFixedRate(new Wheel(loop), nanos, nanos, TimeUnit.NANOSECONDS);
    }
  }

  private final class Wheel implements Runnable {
    private final EventLoop loop;
    private int next;

    Wheel(EventLoop loop) {
      this.loop = loop;
    }

    @Override
    public void run() {
      sessions.forEach(loop, next, session -> session.peer().beat());
      next = (next + 1) % Sessions.GROUPS;
    }
  }
}
