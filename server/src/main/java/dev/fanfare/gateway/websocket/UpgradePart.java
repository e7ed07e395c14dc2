package dev.fanfare.gateway.websocket;

import dev.fanfare.gateway.PipelinePart;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/**
 * The {@link Accepting} of a port, and the {@link UpgradeHandler} right before Micronaut's handler,
 * after all that have a say in when a call has its turn. Micronaut's port, TLS and shutdown stay,
 * its WebSocket sessions are not used.
 */
@Singleton
final class UpgradePart implements PipelinePart {
  private static final int LAST = 3;

  private final SessionContext sessions;
  private final Connections connections;

  UpgradePart(SessionContext sessions, Connections connections) {
    this.sessions = sessions;
    this.connections = connections;
  }

  @Override
  public int getOrder() {
    return LAST;
  }

  @Override
  public void onListener(Channel listener) {
    listener.pipeline().addFirst(new Accepting(sessions, connections));
  }

  @Override
  public void onConnection(ChannelPipeline pipeline) {
    pipeline.addBefore(
        ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
        UpgradeHandler.NAME,
        new UpgradeHandler(sessions));
  }
}
