package dev.fanfare.gateway.websocket;

import dev.fanfare.protocol.CloseCode;
import io.micronaut.context.event.ApplicationEventListener;
import io.micronaut.runtime.server.event.ServerShutdownEvent;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import jakarta.inject.Singleton;
import java.util.concurrent.TimeUnit;

/** All sockets of this instance, to say goodbye to them when it shuts down. */
@Singleton
final class OpenSessions implements ApplicationEventListener<ServerShutdownEvent> {
  private static final long PATIENCE_SECONDS = 2;

  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE);

  void add(Channel channel) {
    channels.add(channel);
  }

  /** Sends every client a goodbye, waits a moment until it is out. */
  @Override
  public void onApplicationEvent(ServerShutdownEvent shutdown) {
    for (Channel channel : channels) {
      channel
          .eventLoop()
          .execute(() -> channel.pipeline().fireUserEventTriggered(CloseCode.GOING_AWAY));
    }
    channels.newCloseFuture().awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
