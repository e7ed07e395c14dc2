package dev.fanfare.gateway.door;

import dev.fanfare.metrics.Metrics;
import io.micronaut.context.annotation.Factory;
import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** Creates the {@link Connections}, which check connections on their loops. */
@Factory
final class ConnectionsFactory {
  @Singleton
  Connections connections(EventLoopGroup loops, ConnectionSettings settings, Metrics metrics) {
    List<EventExecutor> all = new ArrayList<>();
    loops.forEach(all::add);
    return new Connections(all, settings, metrics);
  }
}
