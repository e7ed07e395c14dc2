package dev.fanfare.gateway.http;

import dev.fanfare.gateway.request.LingeringClose;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Lets one call through at a time, and limits the memory of its connection.
 *
 * <ul>
 *   <li>A request is decoded and passed on when the answer to the one before it is written and the
 *       socket has taken most of it. An upgrade waits, too, so all requests before it are answered
 *       first.
 *   <li>Nothing is read while a call waits for its answer or while the client takes nothing,
 *       whichever handler asks for it.
 *   <li>A large answer goes out in parts.
 *   <li>The bytes that the connection holds are counted. It ends if all connections together hold
 *       too many.
 * </ul>
 *
 * On the socket's loop.
 */
final class CallHandler extends ChannelDuplexHandler {
  static final String NAME = "fanfare-calls";

  /** Headers that let a page of another origin read the answer. */
  private static final List<CharSequence> READABLE_BY_PAGES =
      List.of(
          HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN,
          HttpHeaderNames.ACCESS_CONTROL_EXPOSE_HEADERS,
          HttpHeaderNames.VARY);

  private final CallContext shared;
  private final CallCodec codec;
  private final Turn turn;

  /** A handler has asked to read and has to wait. */
  private boolean wanted;

  private boolean resuming;

  /** The connection is ending: nothing more is read from it or written to it. */
  private boolean ended;

  private @Nullable LargeAnswer large;

  /** The bytes that are counted for this connection, in steps of the {@link HeldMemory}. */
  private long steps;

  CallHandler(CallContext shared, CallCodec codec, Turn turn) {
    this.shared = shared;
    this.codec = codec;
    this.turn = turn;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (ended) {
      ReferenceCountUtil.release(message);
      return;
    }
    if (message instanceof HttpRequest request) {
      turn.begin(request);
    }
    if (message instanceof HttpContent content) {
      turn.receive(content.content().readableBytes());
      if (content instanceof LastHttpContent) {
        turn.received();
      }
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    count(context);
    context.fireChannelReadComplete();
  }

  @Override
  public void read(ChannelHandlerContext context) {
    wanted = true;
    readIfThereIsRoom(context);
  }

  private void readIfThereIsRoom(ChannelHandlerContext context) {
    boolean waits = turn.isHolding() || (turn.isAnswering() && !turn.isReceiving());
    if (wanted && !waits && context.channel().isWritable()) {
      wanted = false;
      context.read();
    }
  }

  /**
   * Called when the call is answered or the socket has taken some bytes: the next request may have
   * its turn.
   */
  private void goOn(ChannelHandlerContext context) {
    if (!turn.isHolding()) {
      readIfThereIsRoom(context);
    } else if (!resuming && !turn.isAnswering() && context.channel().isWritable()) {
      resuming = true;
      context.executor().execute(this::resume);
    }
  }

  private void resume() {
    resuming = false;
    codec.resume();
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    writeLarge(context);
    goOn(context);
    count(context);
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    if (ended) {
      ReferenceCountUtil.release(message);
      promise.tryFailure(new ClosedChannelException());
    } else if (message instanceof FullHttpResponse answer
        && answer.content().readableBytes() > LargeAnswer.PART_BYTES
        && !turn.isHead()) {
      begin(context, answer, promise);
    } else {
      writeOn(context, message, promise);
    }
  }

  private void writeOn(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    boolean interim =
        message instanceof HttpResponse response
            && response.status().codeClass() == HttpStatusClass.INFORMATIONAL;
    if (message instanceof HttpResponse && !interim) {
      turn.answer();
    }
    boolean last = message instanceof LastHttpContent && !interim;
    context.write(message, promise);
    if (last) {
      turn.answered();
      goOn(context);
    }
  }

  private void begin(
      ChannelHandlerContext context, FullHttpResponse answer, ChannelPromise promise) {
    if (shared.answers().enter(answer.content())) {
      turn.answer();
      large = new LargeAnswer(context, answer, promise, shared.answers());
      writeLarge(context);
    } else {
      String detail =
          String.format(
              Locale.ROOT,
              "answers of %d bytes are being sent: with this one of %d bytes they would be more than %d",
              shared.answers().bytes(),
              answer.content().readableBytes(),
              shared.answers().limitBytes());
      shared.metrics().increment(Metric.OVERLOADED);
      FullHttpResponse refusal = unavailable(detail);
      READABLE_BY_PAGES.forEach(name -> refusal.headers().set(name, answer.headers().getAll(name)));
      answer.release();
      writeOn(context, refusal, promise);
    }
  }

  private void writeLarge(ChannelHandlerContext context) {
    LargeAnswer answer = large;
    if (answer == null || !context.channel().isWritable()) {
      return;
    }
    if (answer.writeSome(context)) {
      large = null;
      turn.answered();
      goOn(context);
    }
    context.flush();
  }

  private FullHttpResponse unavailable(String detail) {
    byte[] json = Problem.of(ErrorCode.UNAVAILABLE, detail, path()).json();
    ByteBuf body = Unpooled.wrappedBuffer(json);
    var answer =
        new DefaultFullHttpResponse(
            HttpVersion.HTTP_1_1, HttpResponseStatus.SERVICE_UNAVAILABLE, body);
    answer
        .headers()
        .set(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE)
        .setInt(HttpHeaderNames.CONTENT_LENGTH, json.length)
        .setInt(HttpHeaderNames.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
    return answer;
  }

  private String path() {
    int query = turn.uri().indexOf('?');
    return query < 0 ? turn.uri() : turn.uri().substring(0, query);
  }

  @Override
  public void flush(ChannelHandlerContext context) {
    context.flush();
    count(context);
  }

  /**
   * Counts the bytes that the connection holds, and ends it if all connections together hold too
   * many.
   */
  private void count(ChannelHandlerContext context) {
    long now =
        (unsentBytes(context) + codec.waitingBytes() + turn.receivedBytes())
            / HeldMemory.STEP_BYTES;
    if (now != steps && !ended) {
      boolean fits = shared.held().change(now - steps);
      steps = now;
      if (!fits) {
        end(context);
      }
    }
  }

  private static long unsentBytes(ChannelHandlerContext context) {
    ChannelOutboundBuffer unsent = context.channel().unsafe().outboundBuffer();
    return unsent == null ? 0 : unsent.totalPendingWriteBytes();
  }

  /** Ends the connection. The client receives the reason if no part of an answer has been sent. */
  private void end(ChannelHandlerContext context) {
    shared.metrics().increment(Metric.OVERLOADED);
    boolean told = turn.isAnswering() && !turn.isAnswerBegun() && context.channel().isWritable();
    ended = true;
    if (told) {
      FullHttpResponse answer =
          unavailable("connections hold more than their share of the memory at the moment");
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    } else {
      context.close();
    }
  }

  /**
   * An answer that ends the connection may come before the whole body. Then the client still sends,
   * and closing at once would reset the connection and lose the answer.
   */
  @Override
  public void close(ChannelHandlerContext context, ChannelPromise promise) {
    boolean early = turn.isReceiving() && !turn.isAnswering() && !ended;
    if (early && context.channel().isActive()) {
      ended = true;
      LingeringClose.begin(context.channel());
      context.channel().closeFuture().addListener(_ -> promise.trySuccess());
    } else {
      context.close(promise);
    }
  }

  /** A failure below the calls: the client is gone, or there is a bug. */
  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    boolean gone = cause instanceof IOException || cause.getCause() instanceof IOException;
    if (!gone) {
      shared.failures().onBug("a connection", cause);
    }
    context.close();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ended = true;
    if (large != null) {
      large.drop();
      large = null;
    }
    shared.held().change(-steps);
    steps = 0;
  }
}
