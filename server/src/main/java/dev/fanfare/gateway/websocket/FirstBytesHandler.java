package dev.fanfare.gateway.websocket;

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
 * The first handler of a connection. Where its first bytes are an upgrade that is granted, it is a
 * session at once. All else goes on as it has come to Micronaut, whose pipeline is only built then:
 * other requests, TLS, an upgrade in pieces or one that is refused (the {@link UpgradeHandler}
 * there grants and refuses just the same).
 *
 * <p>Who says nothing costs no more than this until the {@link ConnectionHandler} closes it.
 *
 * <p>To build that pipeline and to take it down again was half of what a connection cost.
 */
final class FirstBytesHandler extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(FirstBytesHandler.class);

  private final SessionContext sessions;
  private @Nullable ChannelHandler ordinary;

  FirstBytesHandler(SessionContext sessions) {
    this.sessions = sessions;
  }

  /** Behind it is the handler that the port has for its connections; it was not called yet. */
  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    ordinary = context.pipeline().removeLast();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ByteBuf bytes = (ByteBuf) message;
    RequestHead head = RequestHead.peek(bytes);
    if (head != null
        && UpgradeRequest.isOne(head.request())
        && sessions.rules().accept(head.request())
        && Admission.of(head.request(), sessions) instanceof Admission.Granted granted) {
      open(context, granted, bytes.skipBytes(head.bytes()));
    } else {
      handOn(context);
      context.fireChannelRead(message);
    }
  }

  /** A client that goes before it has said anything is nothing to log. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      LOG.error("a connection ends by a bug before its first request", cause);
    }
    context.close();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave(context);
  }

  private void open(ChannelHandlerContext context, Admission.Granted granted, ByteBuf behind) {
    ChannelPipeline pipeline = context.pipeline();
    SessionHandler session = new SessionHandler(sessions);
    pipeline.addLast(session);
    session.open(pipeline.context(session), granted);
    leave(context);
    context.fireChannelRead(behind);
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
