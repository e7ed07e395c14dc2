package dev.fanfare.gateway.websocket;

import dev.fanfare.fanout.Hub;
import dev.fanfare.gateway.ConnectionSettings;
import dev.fanfare.gateway.GatewaySettings;
import dev.fanfare.metrics.Metrics;
import io.micronaut.context.annotation.Factory;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Starts what happens again and again on the loops that run the connections. */
@Factory
final class TimersFactory {
  @Singleton
  Heartbeats heartbeats(EventLoopGroup loops, GatewaySettings settings, ShutdownGoodbye farewell) {
    Heartbeats heartbeats = new Heartbeats(all(loops), settings.heartbeat());
    farewell.to(heartbeats);
    return heartbeats;
  }

  @Singleton
  FullSockets fullSockets(
      EventLoopGroup loops, Hub hub, GatewaySettings settings, Metrics metrics) {
    return new FullSockets(all(loops), hub, settings.unread(), metrics);
  }

  @Singleton
  Connections connections(EventLoopGroup loops, ConnectionSettings settings, Metrics metrics) {
    return new Connections(all(loops), settings, metrics);
  }

  private static List<EventLoop> all(EventLoopGroup group) {
    List<EventLoop> all = new ArrayList<>();
    group.forEach(loop -> all.add((EventLoop) loop));
    return all;
  }
}
