package dev.fanfare.gateway.door;

import dev.fanfare.gateway.PipelinePart;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/**
 * Adds {@link Accepting} to a port, and a {@link DoorHandler} to a connection: right before
 * Micronaut's handler, after all handlers that decide when a call is handled. Micronaut still
 * provides the port, TLS and the shutdown. Its WebSocket sessions are not used.
 */
@Singleton
final class DoorPart implements PipelinePart {
  private static final int LAST = 3;

  private final Doors doors;
  private final Connections connections;

  DoorPart(Doors doors, Connections connections) {
    this.doors = doors;
    this.connections = connections;
  }

  @Override
  public int getOrder() {
    return LAST;
  }

  @Override
  public void onListener(Channel listener) {
    listener.pipeline().addFirst(new Accepting(doors, connections));
  }

  @Override
  public void onConnection(ChannelPipeline pipeline) {
    pipeline.addBefore(
        ChannelPipelineCustomizer.HANDLER_MICRONAUT_INBOUND,
        DoorHandler.NAME,
        new DoorHandler(doors));
  }
}
