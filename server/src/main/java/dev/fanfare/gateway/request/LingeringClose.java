package dev.fanfare.gateway.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.protocol.Problem;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Ends a connection after its last answer. It reads and drops the client's input until the client
 * closes, for at most {@value #MAX_SECONDS} s. Closing a socket with unread input would reset the
 * connection, and the answer could be lost. On the socket's loop.
 */
public final class LingeringClose extends ChannelDuplexHandler {
  private static final int MAX_SECONDS = 5;
  private static final String LINE_END = "\r\n";

  private @Nullable Future<?> end;

  private LingeringClose() {}

  /**
   * Answers with the problem and ends the connection. Nothing else is read or sent.
   *
   * @param more adds headers to the answer
   */
  public static void answer(Channel channel, Problem problem, Consumer<HttpHeaders> more) {
    ByteBuf body = Unpooled.wrappedBuffer(problem.json());
    FullHttpResponse response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(problem.status()), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    more.accept(response.headers());
    answer(channel, response);
  }

  /** Answers with the response and ends the connection, as the response announces. */
  private static void answer(Channel channel, FullHttpResponse response) {
    StringBuilder head = new StringBuilder("HTTP/1.1 ").append(response.status()).append(LINE_END);
    for (Map.Entry<String, String> header : response.headers()) {
      head.append(header.getKey()).append(": ").append(header.getValue()).append(LINE_END);
    }
    head.append("x-content-type-options: nosniff").append(LINE_END).append(LINE_END);
    begin(
        channel,
        Unpooled.wrappedBuffer(Unpooled.copiedBuffer(head, US_ASCII), response.content().retain()));
    response.release();
  }

  /** Ends the connection after everything that was written. */
  public static void begin(Channel channel) {
    begin(channel, Unpooled.EMPTY_BUFFER);
  }

  /** The handler goes before the codec, so that nothing decodes or keeps what comes. */
  private static void begin(Channel channel, ByteBuf last) {
    LingeringClose close = new LingeringClose();
    channel.pipeline().addBefore(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, null, close);
    ChannelHandlerContext context = channel.pipeline().context(close);
    context.writeAndFlush(last).addListener(_ -> close.onAnswered(context));
  }

  private void onAnswered(ChannelHandlerContext context) {
    Channel channel = context.channel();
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (!channel.isActive() || !(channel instanceof DuplexChannel duplex)) {
      channel.close();
      return;
    }
    end = context.executor().schedule(() -> channel.close(), MAX_SECONDS, TimeUnit.SECONDS);
    if (tls != null) {
      tls.closeOutbound();
    } else {
      duplex.shutdownOutput();
    }
    channel.config().setAutoRead(true);
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    ReferenceCountUtil.release(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    ReferenceCountUtil.release(message);
    promise.tryFailure(new ClosedChannelException());
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    cancel();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    cancel();
  }

  private void cancel() {
    if (end != null) {
      end.cancel(false);
    }
  }
}
