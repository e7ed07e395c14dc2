package dev.fanfare.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.CodecException;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler.ClientHandshakeStateEvent;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketHandshakeException;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One WebSocket, raw: it knows frames and nothing of what they say. On its event loop. */
final class Socket extends SimpleChannelInboundHandler<WebSocketFrame> {
  private final SocketListener listener;
  private final Consumer<Throwable> bugs;
  private @Nullable ChannelHandlerContext context;
  private boolean closed;

  /**
   * @param bugs is told of what neither the network nor the server can have done
   */
  Socket(SocketListener listener, Consumer<Throwable> bugs) {
    this.listener = listener;
    this.bugs = bugs;
  }

  void send(byte[] message) {
    if (context != null) {
      context.writeAndFlush(
          new TextWebSocketFrame(Unpooled.wrappedBuffer(message)), context.voidPromise());
    }
  }

  /** Reads nothing until told otherwise: what comes piles up, first here, then at the server. */
  void reading(boolean on) {
    if (context != null) {
      context.channel().config().setAutoRead(on);
    }
  }

  boolean isReading() {
    return context != null && !closed && context.channel().config().isAutoRead();
  }

  /** Cuts it, without a word. */
  void cut() {
    if (context != null) {
      context.close();
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext added) {
    context = added;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext there, Object event) {
    if (event == ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
      listener.onOpen(this);
    } else if (event == ClientHandshakeStateEvent.HANDSHAKE_TIMEOUT) {
      there.close();
    }
  }

  @Override
  protected void channelRead0(ChannelHandlerContext there, WebSocketFrame frame) {
    if (frame instanceof TextWebSocketFrame text) {
      listener.onText(this, text.content().toString(UTF_8));
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext there) {
    ended();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext there, Throwable cause) {
    if (!(cause instanceof IOException
        || cause instanceof CodecException
        || cause instanceof WebSocketHandshakeException)) {
      bugs.accept(cause);
    }
    there.close();
  }

  /** Also called by whoever could not connect it. */
  void ended() {
    if (!closed) {
      closed = true;
      listener.onClosed(this);
    }
  }
}
