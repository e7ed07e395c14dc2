package dev.fanfare.gateway.websocket;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * Keeps what came right behind an upgrade, in one packet with it. The HTTP codec has read it and
 * passes it on when it goes, but the WebSocket's decoder sits before the codec.
 */
final class EarlyFrames extends ChannelInboundHandlerAdapter {
  private static final String DECODER = "wsdecoder";
  private static final String REPLAY = "fanfare-replay";

  private final Queue<ByteBuf> early = new ArrayDeque<>();

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof ByteBuf bytes) {
      early.add(bytes);
    } else {
      context.fireChannelRead(message);
    }
  }

  /** Has it decoded, now that there is a session; the handler's work is done. */
  void replay(ChannelPipeline pipeline) {
    pipeline.addBefore(DECODER, REPLAY, new ChannelInboundHandlerAdapter());
    ChannelHandlerContext start = pipeline.context(REPLAY);
    for (ByteBuf bytes = early.poll(); bytes != null; bytes = early.poll()) {
      start.fireChannelRead(bytes);
    }
    pipeline.remove(REPLAY);
    pipeline.remove(this);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    early.forEach(ByteBuf::release);
    early.clear();
  }
}
