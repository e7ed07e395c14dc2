package dev.fanfare.gateway.request;

import dev.fanfare.gateway.request.RequestVerdict.Accepted;
import dev.fanfare.gateway.request.RequestVerdict.Refused;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/**
 * Stops the requests that the {@link RequestRules} refuse. A refusal waits until the requests
 * before it are answered; then it is sent and the connection ends. Everything after the refused
 * request is dropped. On the socket's loop.
 */
public final class JudgingHandler extends ChannelDuplexHandler {
  private final RequestRules rules;
  private final RefusalLog log;

  /** The request whose parts are being passed on. */
  private @Nullable HttpRequest current;

  /** Requests that were passed on and are not answered yet. */
  private int unanswered;

  private @Nullable Refused refusal;

  /** Answers that have to be sent before the refusal. */
  private int before;

  public JudgingHandler(RequestRules rules, RefusalLog log) {
    this.rules = rules;
    this.log = log;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (refusal != null) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpRequest request) {
      switch (rules.judge(request)) {
        case Accepted _ -> accept(context, request);
        case Refused refused -> refuse(context, request, refused, unanswered);
      }
    } else if (message instanceof HttpContent part
        && part.decoderResult().isFailure()
        && current != null) {
      refuse(context, part, RequestRules.malformedBody(current, part), unanswered - 1);
    } else {
      current = message instanceof LastHttpContent ? null : current;
      context.fireChannelRead(message);
    }
  }

  private void accept(ChannelHandlerContext context, HttpRequest request) {
    unanswered++;
    current = request;
    RequestTarget.toOriginForm(request);
    AcceptHeader.simplify(request.headers());
    context.fireChannelRead(request);
  }

  private void refuse(ChannelHandlerContext context, Object message, Refused refused, int answers) {
    boolean isGone =
        message instanceof HttpRequest request
            && request.decoderResult().cause() instanceof PrematureChannelClosureException;
    ReferenceCountUtil.release(message);
    refusal = refused;
    before = answers;
    if (!isGone) {
      log.refused(refused.problem());
      if (before <= 0) {
        end(context, refused);
      }
    }
  }

  /** A request with a malformed body may be answered already. */
  private void end(ChannelHandlerContext context, Refused refused) {
    if (before < 0) {
      LingeringClose.begin(context.channel());
    } else {
      LingeringClose.answer(
          context.channel(), refused.problem(), headers -> letRead(headers, refused.reader()));
    }
  }

  private static void letRead(HttpHeaders headers, @Nullable String reader) {
    if (reader != null) {
      headers
          .set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, reader)
          .set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    context.write(message, promise);
    boolean isInterim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (message instanceof LastHttpContent && !isInterim) {
      unanswered--;
      if (refusal != null && --before == 0) {
        end(context, refusal);
      }
    }
  }
}
