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
 * An answer that goes out in parts, as the socket takes them. Given to the socket as a whole it
 * would be copied out of the heap as a whole, for each socket. On the loop of the connection.
 */
final class LargeAnswer {
  /** An answer that is longer goes out in parts of this length. */
  static final int PART_BYTES = 64 * 1024;

  private final AnswersUnderWay underWay;
  private final ByteBuf body;
  private final int length;
  private final ChannelPromise promise;

  /** The head is written. The body and the promise become this answer's; it has entered. */
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

  /** Writes as much as the socket can take; whether that was the last of it. */
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
