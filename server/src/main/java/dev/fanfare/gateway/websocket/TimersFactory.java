package dev.fanfare.gateway.websocket;

import dev.fanfare.gateway.GatewaySettings;
import dev.fanfare.metrics.Metrics;
import io.micronaut.context.annotation.Factory;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Starts what happens again and again on the loops that run the connections. */
@Factory
final class TimersFactory {
  @Singleton
  Heartbeats heartbeats(EventLoopGroup loops, GatewaySettings settings, Farewell farewell) {
    Heartbeats heartbeats = new Heartbeats(all(loops), settings.heartbeat());
    farewell.to(heartbeats);
    return heartbeats;
  }

  @Singleton
  FullSockets fullSockets(EventLoopGroup loops, GatewaySettings settings, Metrics metrics) {
    return new FullSockets(all(loops), settings.unread(), metrics);
  }

  private static List<EventExecutor> all(EventLoopGroup loops) {
    List<EventExecutor> all = new ArrayList<>();
    loops.forEach(all::add);
    return all;
  }
}
