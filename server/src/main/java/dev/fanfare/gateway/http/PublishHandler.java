package dev.fanfare.gateway.http;

import static io.netty.handler.codec.http.HttpHeaderNames.CONTENT_TYPE;
import static io.netty.handler.codec.http.HttpHeaderValues.APPLICATION_JSON;

import dev.fanfare.fanout.LoopTurn;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.publish.Outcome;
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
import io.netty.util.AsciiString;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Answers an ordinary publication before it reaches Micronaut. All other requests go on to
 * Micronaut unchanged but for their {@link PathCharacters}. A client cannot tell the two ways
 * apart: the same classes read the body, store it and word the refusals.
 *
 * <p>The {@link CallHandler} lets one call through at a time, so none waits here. On the socket's
 * loop.
 */
final class PublishHandler extends ChannelInboundHandlerAdapter {
  static final String NAME = "fanfare-publish";

  /** Without validation: every header that is set here is valid. */
  private static final HttpHeadersFactory HEADERS =
      DefaultHttpHeadersFactory.headersFactory().withValidation(false);

  private static final int OK = HttpResponseStatus.OK.code();

  private static final AsciiString REPLAYED =
      AsciiString.cached(Outcome.Stored.REPLAYED_HEADER.toLowerCase(Locale.ROOT));

  private final PublishContext shared;

  /** The call whose body is being received. Its parts are in {@link #body}. */
  private @Nullable OrdinaryPublish call;

  /** When the head of the call in progress had come. */
  private long begunNanos;

  private final List<ByteBuf> body = new ArrayList<>(1);

  /** More may come at once. Answers are flushed when all is read. */
  private boolean reading;

  /** An answer is written and not flushed yet. */
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
      begunNanos = System.nanoTime();
    }
    OrdinaryPublish ours = call;
    if (ours == null) {
      context.fireChannelRead(message);
    } else if (message instanceof HttpContent part) {
      body.add(part.content());
      if (part instanceof LastHttpContent) {
        publish(context, ours);
      }
    }
  }

  private void publish(ChannelHandlerContext context, OrdinaryPublish ours) {
    PublishCall read;
    try {
      read = PublishCall.read(ours.topic(), ours.idempotencyKey(), bytes());
    } catch (RuntimeException failure) {
      refuse(context, ours, shared.failures().refused(ours.path(), failure), failure);
      return;
    } finally {
      drop();
    }
    shared
        .publisher()
        .publish(read.publication())
        .thenAccept(outcome -> {
          if (context.executor().inEventLoop()) {
            onOutcome(context, ours, read, outcome);
          } else {
            context.executor().execute(() -> onOutcome(context, ours, read, outcome));
          }
        });
  }

  private ByteBuffer bytes() {
    if (body.size() == 1) {
      return body.getFirst().nioBuffer();
    }
    ByteBuffer all = ByteBuffer.allocate(body.stream().mapToInt(ByteBuf::readableBytes).sum());
    body.forEach(part -> all.put(part.nioBuffer()));
    return all.flip();
  }

  private void onOutcome(
      ChannelHandlerContext context, OrdinaryPublish ours, PublishCall read, Outcome outcome) {
    if (context.isRemoved()) {
      return;
    }
    switch (outcome) {
      case Outcome.Stored it -> {
        HttpHeaders headers = HEADERS.newHeaders();
        if (it.isReplay()) {
          headers.set(REPLAYED, "true");
        }
        byte[] json = read.answer(it.result());
        answer(context, HttpResponseStatus.OK, headers.set(CONTENT_TYPE, APPLICATION_JSON), json);
        shared.times().record(OK, null, System.nanoTime() - begunNanos);
      }
      case Outcome.Refused it -> refuse(context, ours, it, null);
    }
    if (!reading) {
      flushSoon(context);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    reading = false;
    flushSoon(context);
    context.fireChannelReadComplete();
  }

  /**
   * Flushes the answers together: after the loop has read all its input and told the topics' homes,
   * and before it delivers what was published. A publisher that is answered writes again at once,
   * and one that is answered one by one wakes up for each answer. So a lane's tick comes after
   * this.
   */
  private void flushSoon(ChannelHandlerContext context) {
    if (answered) {
      answered = false;
      LoopTurn.beforeDeliveries(context.executor(), context::flush);
    }
  }

  private void drop() {
    call = null;
    body.forEach(ByteBuf::release);
    body.clear();
  }

  private void refuse(
      ChannelHandlerContext context,
      OrdinaryPublish ours,
      Outcome.Refused why,
      @Nullable Throwable failure) {
    Problem problem = why.problem(ours.path());
    HttpHeaders headers = HEADERS.newHeaders().set(CONTENT_TYPE, Problem.MEDIA_TYPE);
    if (problem.code() == ErrorCode.UNAVAILABLE) {
      headers.setInt(HttpHeaderNames.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    }
    var status = HttpResponseStatus.valueOf(problem.status());
    answer(context, status, headers, problem.json());
    shared.times().record(problem.status(), failure, System.nanoTime() - begunNanos);
  }

  private void answer(
      ChannelHandlerContext context, HttpResponseStatus status, HttpHeaders headers, byte[] json) {
    headers
        .set(HttpHeaderNames.DATE, shared.date().now())
        .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length);
    var response =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1,
            status,
            Unpooled.wrappedBuffer(json),
            headers,
            EmptyHttpHeaders.INSTANCE);
    context.write(response, context.voidPromise());
    answered = true;
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    drop();
  }
}
