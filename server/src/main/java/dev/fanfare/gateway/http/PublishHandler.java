package dev.fanfare.gateway.http;

import static io.netty.handler.codec.http.HttpHeaderValues.APPLICATION_JSON;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.fanout.LoopTurn;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.PublishCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers the ordinary publication right behind the {@link CallHandler}. Whatever is not ordinary
 * goes on to Micronaut as it came but for its {@link PathCharacters}, and so does what is refused:
 * there it is refused again and told why. So this is a short cut, and no rule of its own.
 *
 * <p>One call comes at a time, so answers keep the order of the calls. On the socket's loop.
 */
final class PublishHandler extends ChannelInboundHandlerAdapter {
  static final String NAME = "fanfare-publish";

  /** All that is set here is known to be valid. */
  private static final HttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private final PublishContext shared;

  /** The call whose body is awaited, and all of it so far. */
  private @Nullable OrdinaryPublish call;

  private final List<Object> parts = new ArrayList<>(2);

  /** More may come at once; answers are flushed behind it. */
  private boolean reading;

  /** An answer is written that is not flushed yet. */
  private boolean answered;

  PublishHandler(PublishContext shared) {
    this.shared = shared;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    if (message instanceof HttpRequest request) {
      PathCharacters.escape(request);
      call = OrdinaryPublish.of(request);
    }
    OrdinaryPublish ours = call;
    if (ours == null) {
      context.fireChannelRead(message);
      return;
    }
    parts.add(message);
    if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      passOn(context);
    } else if (message instanceof LastHttpContent) {
      publish(context, ours);
    }
  }

  private void publish(ChannelHandlerContext context, OrdinaryPublish ours) {
    PublishCall read;
    ByteBuf body = body();
    try {
      read = PublishCall.read(ours.topic(), ours.idempotencyKey(), body.nioBuffer());
    } catch (RuntimeException refused) {
      passOn(context);
      return;
    }
    shared
        .publisher()
        .publish(read.publication())
        .whenComplete((stored, failure) -> {
          if (context.executor().inEventLoop()) {
            onPublished(context, ours, read, stored, failure);
          } else {
            context.executor().execute(() -> onPublished(context, ours, read, stored, failure));
          }
        });
  }

  private void onPublished(
      ChannelHandlerContext context,
      OrdinaryPublish ours,
      PublishCall read,
      PublishResult.@Nullable Stored stored,
      @Nullable Throwable failure) {
    if (context.isRemoved()) {
      return;
    }
    if (stored != null) {
      drop();
      answer(context, HttpResponseStatus.OK, APPLICATION_JSON, read.answer(stored));
    } else if (failure != null && Failures.isRefusal(failure)) {
      passOn(context);
    } else {
      drop();
      Problem problem = shared.failures().problem(ours.path(), failure);
      var status = HttpResponseStatus.valueOf(problem.status());
      answer(context, status, Problem.MEDIA_TYPE, problem.json());
    }
    if (!reading) {
      channelReadComplete(context);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    flushSoon(context);
    context.fireChannelReadComplete();
  }

  /**
   * Answers go out in a row, when all that the loop had to read is read and told the topics' homes,
   * and before what was published: a publisher that is answered writes at once, and one that is
   * answered now and then is woken for each. So a lane's tick comes behind this.
   */
  private void flushSoon(ChannelHandlerContext context) {
    if (answered) {
      answered = false;
      LoopTurn.beforeDeliveries(context.executor(), context::flush);
    }
  }

  private ByteBuf body() {
    if (parts.size() == 2) {
      return ((HttpContent) parts.getLast()).content();
    }
    return Unpooled.wrappedBuffer(
        parts.stream()
            .filter(HttpContent.class::isInstance)
            .map(part -> ((HttpContent) part).content())
            .toArray(ByteBuf[]::new));
  }

  private void passOn(ChannelHandlerContext context) {
    call = null;
    List<Object> all = List.copyOf(parts);
    parts.clear();
    all.forEach(context::fireChannelRead);
  }

  private void drop() {
    call = null;
    parts.forEach(ReferenceCountUtil::release);
    parts.clear();
  }

  private void answer(
      ChannelHandlerContext context, HttpResponseStatus status, CharSequence type, byte[] json) {
    HttpHeaders headers = HEADERS.newHeaders();
    headers
        .set(HttpHeaderNames.DATE, shared.date().now())
        .set(HttpHeaderNames.CONTENT_TYPE, type)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
    if (status.equals(HttpResponseStatus.SERVICE_UNAVAILABLE)) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    }
    ByteBuf body = Unpooled.wrappedBuffer(json);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, status, body, headers, EmptyHttpHeaders.INSTANCE);
    context.write(response, context.voidPromise());
    answered = true;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    drop();
  }
}
