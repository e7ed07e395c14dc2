package dev.fanfare.gateway.websocket;

import dev.fanfare.gateway.GatewaySettings;
import io.micronaut.context.annotation.Factory;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Starts the heartbeats of the loops that run the connections. */
@Factory
final class HeartbeatsFactory {
  @Singleton
  Heartbeats heartbeats(EventLoopGroup loops, GatewaySettings settings) {
    List<EventExecutor> executors = new ArrayList<>();
    loops.forEach(executors::add);
    return new Heartbeats(executors, settings.heartbeat());
  }
}
