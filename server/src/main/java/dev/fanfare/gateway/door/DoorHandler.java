package dev.fanfare.gateway.door;

import dev.fanfare.gateway.request.LingeringClose;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Takes the requests for a {@link Door} out of an HTTP/1.1 connection and passes all others on.
 * When a door grants a request, its handler replaces all others in the pipeline but TLS.
 */
final class DoorHandler extends ChannelInboundHandlerAdapter {
  static final String NAME = "fanfare-doors";

  private final Doors doors;
  private @Nullable Door door;
  private @Nullable HttpRequest waiting;

  DoorHandler(Doors doors) {
    this.doors = doors;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      door = doors.of(request);
      if (door == null) {
        // It may offer another upgrade. Micronaut would accept that, and never release the body.
        request.headers().remove(HttpHeaderNames.UPGRADE);
      } else if (Doors.hasBody(request)) {
        // Refused at once, without waiting for the body.
        admit(context, door, request);
        ReferenceCountUtil.release(request);
        return;
      } else {
        waiting = request;
      }
    }
    HttpRequest request = waiting;
    Door mine = door;
    if (request == null || mine == null) {
      context.fireChannelRead(message);
      return;
    }
    // The request has no body, but its end is a separate message, which the codec passes on only
    // after a read.
    boolean complete = message instanceof LastHttpContent;
    if (!(message instanceof HttpRequest)) {
      ReferenceCountUtil.release(message);
    }
    if (complete) {
      waiting = null;
      admit(context, mine, request);
      ReferenceCountUtil.release(request);
    } else {
      context.read();
    }
  }

  private void admit(ChannelHandlerContext context, Door mine, HttpRequest request) {
    switch (doors.admit(mine, request)) {
      case Doors.Admission.Granted granted -> begin(context, granted.entrance());
      case Doors.Admission.Refused refused -> {
        doors.onRefused();
        LingeringClose.answer(context.channel(), refused.problem(), refused::explain);
      }
    }
  }

  /** The codec passes on the bytes after the request when it is removed. */
  private static void begin(ChannelHandlerContext context, Door.Entrance entrance) {
    ChannelPipeline pipeline = context.pipeline();
    ChannelHandler mine = entrance.handler();
    pipeline.addAfter(ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC, null, mine);
    for (ChannelHandler handler : pipeline.toMap().values()) {
      if (!handler.equals(mine) && !(handler instanceof SslHandler)) {
        pipeline.remove(handler);
      }
    }
    entrance.begin(pipeline.context(mine));
    context.channel().config().setAutoRead(true);
  }
}
