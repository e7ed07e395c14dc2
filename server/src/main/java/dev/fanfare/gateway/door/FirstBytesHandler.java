package dev.fanfare.gateway.door;

import dev.fanfare.session.SendBuffer;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the first bytes of a connection. If they are a request that a {@link Door} grants, the
 * door's handler takes over at once. Everything else goes to Micronaut unchanged: other requests,
 * TLS, a request in pieces, or one that is refused. Only then is Micronaut's pipeline built, in
 * which the {@link DoorHandler} asks the same {@link Doors}.
 *
 * <p>Building that pipeline and removing it again was half of the cost of a connection. A client
 * that sends nothing costs no more than this until the {@link ConnectionHandler} closes it.
 */
final class FirstBytesHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(FirstBytesHandler.class);

  private final Doors doors;
  private @Nullable ChannelHandler ordinary;

  FirstBytesHandler(Doors doors) {
    this.doors = doors;
  }

  /** Removes the next handler, which builds Micronaut's pipeline and has not been called yet. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ordinary = context.pipeline().removeLast();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    Doors.Entered entered = doors.enter(bytes);
    if (entered != null) {
      begin(context, entered.entrance(), bytes.skipBytes(entered.bytes()));
    } else {
      handOn(context);
      context.fireChannelRead(message);
    }
  }

  /** Does not log a client that leaves before it has sent anything. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("a connection ends because of a bug, before its first request", cause);
    }
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave(context);
  }

  private void begin(ChannelHandlerContext context, Door.Entrance entrance, ByteBuf after) {
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandler mine = entrance.handler();
    pipeline.addLast(mine);
    if (pipeline.get(ConnectionHandler.class) != null) {
      pipeline.remove(ConnectionHandler.class);
    }
    leave(context);
    entrance.begin(pipeline.context(mine));
    context.fireChannelRead(after);
  }

  private void handOn(ChannelHandlerContext context) {
    SendBuffer.bound(context.channel());
    context.pipeline().addLast(Objects.requireNonNull(ordinary));
    leave(context);
    context.fireChannelActive();
  }

  private void leave(ChannelHandlerContext context) {
    context.pipeline().remove(this);
  }
}
