package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;

/**
 * Where ready frames go into a socket: in front of all that a pipeline may hold but TLS, which
 * nothing goes around. On the socket's loop.
 */
public final class Outlet {
  private final ChannelHandlerContext context;

  /** The subscriptions that write here. */
  private int subscriptions;

  private boolean awaitsFlush;

  /**
   * An outlet of a socket.
   *
   * @param context of the handler that is the first in the pipeline, or the first behind TLS
   */
  public Outlet(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Sends frames of this socket alone. */
  public void send(byte[] frames) {
    context.writeAndFlush(Unpooled.wrappedBuffer(frames), context.voidPromise());
  }

  /** The same, to be told when they are out. */
  public ChannelFuture sendLast(byte[] frames) {
    return context.writeAndFlush(Unpooled.wrappedBuffer(frames));
  }

  /** Frames that go out with the next that are sent. */
  public void sendWithNext(byte[] frames) {
    context.write(Unpooled.wrappedBuffer(frames), context.voidPromise());
  }

  /** Whether the socket can take nothing more at the moment. */
  boolean isFull() {
    return !context.channel().isWritable();
  }

  void subscribed() {
    subscriptions++;
  }

  void unsubscribed() {
    subscriptions--;
  }

  /** Whether other topics may have frames for it in the same tick: they go out together. */
  boolean isShared() {
    return subscriptions > 1;
  }

  void send(ByteBuf frames) {
    context.writeAndFlush(frames, context.voidPromise());
  }

  /** Writes without flushing; whether it is the first to await the flush. */
  boolean write(ByteBuf frames) {
    context.write(frames, context.voidPromise());
    boolean first = !awaitsFlush;
    awaitsFlush = true;
    return first;
  }

  void flush() {
    awaitsFlush = false;
    context.flush();
  }
}
