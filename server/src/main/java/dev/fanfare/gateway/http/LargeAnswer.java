package dev.fanfare.gateway.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpResponse;
import java.nio.channels.ClosedChannelException;

/**
 * An answer that is written in parts, as the socket takes them. If the socket received the whole
 * answer at once, it would copy the whole answer out of the heap, for each socket. On the
 * connection's loop.
 */
final class LargeAnswer {
  /** A longer answer is written in parts of this length. */
  static final int PART_BYTES = 64 * 1024;

  private final AnswersUnderWay underWay;
  private final ByteBuf body;
  private final int length;
  private final ChannelPromise promise;

  /**
   * Writes the head. The answer has entered {@link AnswersUnderWay}; this object takes over its
   * body and the promise.
   */
  LargeAnswer(
      ChannelHandlerContext context,
      FullHttpResponse answer,
      ChannelPromise promise,
      AnswersUnderWay underWay) {
    this.underWay = underWay;
    this.body = answer.content();
    this.length = body.readableBytes();
    this.promise = promise;
    var head = new DefaultHttpResponse(answer.protocolVersion(), answer.status(), answer.headers());
    context.write(head, context.voidPromise());
  }

  /** Writes as much as the socket can take; true if the answer is complete. */
  boolean writeSome(ChannelHandlerContext context) {
    while (context.channel().isWritable()) {
      ByteBuf part = body.readRetainedSlice(Math.min(PART_BYTES, body.readableBytes()));
      if (body.isReadable()) {
        context.write(new DefaultHttpContent(part), context.voidPromise());
      } else {
        end();
        context.write(new DefaultLastHttpContent(part), promise);
        return true;
      }
    }
    return false;
  }

  /** The connection is gone. */
  void drop() {
    end();
    promise.tryFailure(new ClosedChannelException());
  }

  private void end() {
    underWay.leave(body, length);
    body.release();
  }
}
