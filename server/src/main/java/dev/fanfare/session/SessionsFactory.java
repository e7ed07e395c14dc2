package dev.fanfare.session;

import dev.fanfare.fanout.Hub;
import dev.fanfare.metrics.Metrics;
import io.micronaut.context.annotation.Factory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Creates the {@link Sessions}, and starts the timers that check them. */
@Factory
final class SessionsFactory {
  @Singleton
  Sessions sessions(EventLoopGroup loops, SessionSettings settings, Metrics metrics, Drain drain) {
    Sessions sessions = sessions(all(loops), settings, metrics);
    drain.of(sessions);
    return sessions;
  }

  static Sessions sessions(
      List<? extends EventLoop> loops, SessionSettings settings, Metrics metrics) {
    Sessions sessions = new Sessions(loops, settings.connections(), metrics);
    new Heartbeat(sessions, settings.heartbeat()).start(loops);
    return sessions;
  }

  @Singleton
  FullSockets fullSockets(
      EventLoopGroup loops, Hub hub, SessionSettings settings, Metrics metrics) {
    return new FullSockets(all(loops), hub, settings.unread(), metrics);
  }

  private static List<EventLoop> all(EventLoopGroup group) {
    List<EventLoop> all = new ArrayList<>();
    group.forEach(loop -> all.add((EventLoop) loop));
    return all;
  }
}
