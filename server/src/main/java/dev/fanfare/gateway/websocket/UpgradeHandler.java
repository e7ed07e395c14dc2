package dev.fanfare.gateway.websocket;

import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;

import dev.fanfare.gateway.request.LingeringClose;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Takes the WebSocket upgrades of our path out of an HTTP/1.1 connection and lets everything else
 * pass. Once one is taken, all that Micronaut has in the pipeline goes but TLS, and a {@link
 * SessionHandler} takes its place.
 */
final class UpgradeHandler extends ChannelInboundHandlerAdapter {
  static final String NAME = "fanfare-upgrade";

  private final SessionContext sessions;
  private @Nullable HttpRequest upgrade;

  UpgradeHandler(SessionContext sessions) {
    this.sessions = sessions;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      if (!UpgradeRequest.isOne(request)) {
        // Any other offer may be left. Micronaut would take it, and never release its body.
        request.headers().remove(HttpHeaderNames.UPGRADE);
      } else if (UpgradeRequest.hasBody(request)) {
        accept(context, request);
        ReferenceCountUtil.release(request);
        return;
      } else {
        upgrade = request;
      }
    }
    HttpRequest request = upgrade;
    if (request == null) {
      context.fireChannelRead(message);
      return;
    }
    // An upgrade has no body, but its end comes as a message of its own; Micronaut reads on demand.
    boolean complete = message instanceof LastHttpContent;
    if (!(message instanceof HttpRequest)) {
      ReferenceCountUtil.release(message);
    }
    if (complete) {
      upgrade = null;
      accept(context, request);
      ReferenceCountUtil.release(request);
    } else {
      context.read();
    }
  }

  private void accept(ChannelHandlerContext context, HttpRequest request) {
    switch (Admission.of(request, sessions)) {
      case Admission.Granted granted -> handshake(context, granted);
      case Admission.Refused refused -> refuse(context, refused);
    }
  }

  /** What came right behind the request the codec hands on when it goes. */
  private void handshake(ChannelHandlerContext context, Admission.Granted granted) {
    ChannelPipeline pipeline = context.pipeline();
    SessionHandler session = new SessionHandler(sessions);
    pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, null, session);
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (handler != session && !(handler instanceof SslHandler)) {
        pipeline.remove(handler);
      }
    }
    session.open(pipeline.context(session), granted);
    context.channel().config().setAutoRead(true);
  }

  private void refuse(ChannelHandlerContext context, Admission.Refused refused) {
    boolean origin = refused.problem().code() == ErrorCode.FORBIDDEN;
    sessions.metrics().increment(origin ? Metric.ORIGINS_REFUSED : Metric.UPGRADES_REFUSED);
    var body = Unpooled.wrappedBuffer(refused.problem().json());
    var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, refused.status(), body);
    response
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .set(HttpHeaderNames.CONTENT_LENGTH, body.readableBytes())
        .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE)
        .set(HttpHeaderNames.SEC_WEBSOCKET_VERSION, UpgradeRequest.VERSION);
    if (refused.status().equals(SERVICE_UNAVAILABLE)) {
      response.headers().set(HttpHeaderNames.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    }
    LingeringClose.answer(context.channel(), response);
  }
}
