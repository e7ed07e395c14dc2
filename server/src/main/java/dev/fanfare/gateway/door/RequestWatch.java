package dev.fanfare.gateway.door;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;

/**
 * Reports to the {@link ConnectionPace} of its connection where requests and answers begin and end.
 * It is right after the codec.
 */
final class RequestWatch extends ChannelDuplexHandler {
  static final String NAME = "fanfare-requests";

  private final ConnectionPace pace;

  RequestWatch(ConnectionPace pace) {
    this.pace = pace;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest) {
      pace.onHead();
    }
    if (message instanceof LastHttpContent) {
      pace.onEnd();
    }
    context.fireChannelRead(message);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (message instanceof LastHttpContent && !isInterim(message)) {
      pace.onAnswered();
    }
    context.write(message, promise);
  }

  private static boolean isInterim(Object message) {
    return message instanceof HttpResponse response
        && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }
}
