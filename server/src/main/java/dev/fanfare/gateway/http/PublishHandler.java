package dev.fanfare.gateway.http;

import static io.netty.handler.codec.http.HttpHeaderValues.APPLICATION_JSON;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Failures;
import dev.fanfare.publish.PublishCall;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpHeadersFactory;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Answers the ordinary publication right behind the codec. Whatever is not ordinary goes on to
 * Micronaut as it came but for its {@link PathCharacters}, and so does what is refused: there it is
 * refused again and told why. So this is a short cut, and no rule of its own.
 *
 * <p>Answers keep the order of the calls: while Micronaut has one to answer, all that comes goes
 * there, and while a publication is under way, what comes waits. On the socket's loop.
 */
final class PublishHandler extends ChannelDuplexHandler {
  static final String NAME = "fanfare-publish";

  /** All that is set here is known to be valid. */
  private static final HttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private final PublishContext shared;

  /** The call whose body is awaited, and all of it so far. */
  private @Nullable OrdinaryPublish call;

  private final List<Object> parts = new ArrayList<>(2);

  /** A publication is under way; what comes meanwhile waits. */
  private boolean publishing;

  private final Queue<Object> waiting = new ArrayDeque<>(2);

  /** More may come at once; answers are flushed behind it. */
  private boolean reading;

  private boolean takingWaiting;

  /** An answer is written that is not flushed yet. */
  private boolean answered;

  /** Calls that have gone on to Micronaut and are not answered yet. */
  private int elsewhere;

  PublishHandler(PublishContext shared) {
    this.shared = shared;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    reading = true;
    if (publishing) {
      waiting.add(message);
    } else {
      take(context, message);
    }
  }

  private void take(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      PathCharacters.escape(request);
      call = elsewhere == 0 ? OrdinaryPublish.of(request) : null;
      elsewhere += call == null ? 1 : 0;
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
    publishing = true;
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
    publishing = false;
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
    goOn(context);
  }

  /** Takes what has waited, in its order, as far as it can be taken now. */
  private void goOn(ChannelHandlerContext context) {
    if (reading || takingWaiting) {
      return;
    }
    takingWaiting = true;
    while (!publishing && !waiting.isEmpty()) {
      take(context, waiting.remove());
    }
    takingWaiting = false;
    channelReadComplete(context);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    flushSoon(context);
    readMore(context);
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
      context.executor().execute(() -> context.executor().execute(context::flush));
    } else {
      context.flush();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    readMore(context);
    context.fireChannelWritabilityChanged();
  }

  /** Micronaut reads on demand, and does not know of what has not come to it. */
  private void readMore(ChannelHandlerContext context) {
    if (!publishing && elsewhere == 0 && context.channel().isWritable()) {
      context.read();
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
    elsewhere++;
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

  /** Counts the answers of Micronaut. */
  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (message instanceof LastHttpContent && !interim) {
      elsewhere = Math.max(0, elsewhere - 1);
    }
    context.write(message, promise);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    drop();
    waiting.forEach(ReferenceCountUtil::release);
    waiting.clear();
  }
}
