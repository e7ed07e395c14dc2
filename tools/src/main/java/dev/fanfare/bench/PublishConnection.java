package dev.fanfare.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.socket.Endpoint;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A persistent connection with one call at a time. Runs on the loop. */
final class PublishConnection extends SimpleChannelInboundHandler<FullHttpResponse> {
  private static final int OK = 200;

  private final Endpoint server;
  private final LoadPublisher publisher;
  private @Nullable ChannelHandlerContext context;
  private @Nullable PublishRequest post;
  private String why = "the server closed the connection";

  PublishConnection(Endpoint server, LoadPublisher publisher) {
    this.server = server;
    this.publisher = publisher;
  }

  Endpoint server() {
    return server;
  }

  /** Sends the next request. The previous one must have been answered. */
  void send(PublishRequest next) {
    post = next;
    ByteBuf body = Unpooled.copiedBuffer(next.body(), US_ASCII);
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1,
            HttpMethod.POST,
            "/v1/topics/" + next.course().topic() + "/events",
            body);
    request
        .headers()
        .set(HttpHeaderNames.HOST, server.authority())
        .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes());
    ChannelHandlerContext there = Objects.requireNonNull(context, "it is connected");
    there.writeAndFlush(request, there.voidPromise());
  }

  @Override
  public void channelActive(ChannelHandlerContext active) {
    context = active;
    publisher.onConnected(this);
  }

  @Override
  protected void channelRead0(ChannelHandlerContext there, FullHttpResponse answer) {
    PublishRequest answered = post;
    post = null;
    if (answered == null) {
      why = "the server sent an answer without a request";
      there.close();
    } else if (answer.status().code() == OK) {
      publisher.onAccepted(answered, this);
    } else {
      String refusal = answer.status() + " " + answer.content().toString(UTF_8);
      publisher.onRefused(answered, refusal, this);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext there) {
    publisher.onGone(this, post, why);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext there, Throwable cause) {
    why = String.valueOf(cause.getMessage());
    there.close();
  }
}
