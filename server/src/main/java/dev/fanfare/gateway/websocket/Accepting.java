package dev.fanfare.gateway.websocket;

import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;

/** Puts an {@link Entrance} in front of every connection that a port accepts. */
final class Accepting extends ChannelInboundHandlerAdapter {
  /** One for all; Netty would make one for each connection. What they learn they keep apart. */
  private static final RecvByteBufAllocator RECEIVING = new AdaptiveRecvByteBufAllocator();

  private final SessionContext sessions;

  Accepting(SessionContext sessions) {
    this.sessions = sessions;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel accepted) {
      accepted.config().setRecvByteBufAllocator(RECEIVING);
      accepted.pipeline().addLast(new Entrance(sessions));
    }
    context.fireChannelRead(message);
  }
}
