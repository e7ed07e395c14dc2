package dev.fanfare.fanout;

import dev.fanfare.protocol.CloseCode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.unix.Socket;
import io.netty.channel.unix.UnixChannel;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where encoded frames are written to a socket: before all handlers of the pipeline except TLS,
 * which must not be bypassed. On the socket's loop.
 *
 * <p>While nothing waits to be written and the socket follows only one topic, its lane may write
 * directly to its file descriptor. The next advance then touches none of the socket's objects.
 */
public final class Outlet {
  private final ChannelHandlerContext context;
  private final Format format;
  private List<Subscription> subscriptions = List.of();
  private boolean awaitsFlush;

  /** The answer that is being sent message by message; null most of the time. */
  private @Nullable Delivery delivery;

  private boolean delivering;

  /**
   * An outlet of a socket.
   *
   * @param context of the handler that is first in the pipeline, or first after TLS
   * @param format the format of the socket's deltas
   */
  public Outlet(ChannelHandlerContext context, Format format) {
    this.context = context;
    this.format = format;
  }

  Format format() {
    return format;
  }

  /** The subscriptions that write here. */
  public List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** Sends frames to this socket alone. */
  public void send(byte[] frames) {
    send(Unpooled.wrappedBuffer(frames));
  }

  /** Like {@link #send(byte[])}. The future completes when the frames are written. */
  public ChannelFuture sendLast(byte[] frames) {
    ChannelFuture written = context.writeAndFlush(Unpooled.wrappedBuffer(frames));
    settle();
    return written;
  }

  /** Writes frames that are flushed with the next ones. */
  public void sendWithNext(byte[] frames) {
    context.write(Unpooled.wrappedBuffer(frames), context.voidPromise());
    settle();
  }

  /** Asks the handler of the socket to end it, for this reason. */
  public void end(CloseCode reason) {
    context.pipeline().fireUserEventTriggered(reason);
  }

  /** Whether the socket can take nothing more of its topics at the moment. */
  boolean isFull() {
    return delivery != null || !context.channel().isWritable();
  }

  /** Sends as much of an answer as the socket takes now. */
  void deliver(Subscription subscription, SharedAnswer answer) {
    delivery = new Delivery(subscription, answer);
    deliver();
  }

  /** Continues the answer in progress, if there is one: the socket can take more. */
  public void deliver() {
    if (delivering) {
      return; // the socket has become writable while a message was sent
    }
    delivering = true;
    try {
      while (delivery != null && context.channel().isWritable()) {
        if (delivery.sendNext(this)) {
          delivery = null;
        }
      }
    } finally {
      delivering = false;
    }
    settle();
  }

  /** Sends nothing more of the answer in progress of this subscription. */
  void stopDelivery(Subscription subscription) {
    if (delivery != null && delivery.isOf(subscription)) {
      delivery = null;
    }
  }

  void add(Subscription subscription) {
    subscriptions = Few.with(subscriptions, subscription);
  }

  void remove(Subscription subscription) {
    subscriptions = Few.without(subscriptions, subscription);
  }

  /**
   * Whether other topics may have frames for this socket in the same tick: they are flushed
   * together.
   */
  boolean isShared() {
    return subscriptions.size() > 1;
  }

  void send(ByteBuf frames) {
    context.writeAndFlush(frames, context.voidPromise());
    settle();
  }

  /** Writes without flushing. Returns whether this is the first write since the last flush. */
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

  /**
   * Tells the subscriptions whether they may write directly: not while anything waits to be
   * written.
   */
  private void settle() {
    if (!subscriptions.isEmpty()) {
      Socket direct = isShared() ? null : direct();
      for (Subscription subscription : subscriptions) {
        subscription.allow(direct);
      }
    }
  }

  private @Nullable Socket direct() {
    Channel channel = context.channel();
    boolean isFirst = context.equals(channel.pipeline().firstContext());
    return delivery == null
            && isFirst
            && channel instanceof UnixChannel unix
            && unix.fd() instanceof Socket socket
            && isEmpty(channel)
        ? socket
        : null;
  }

  private static boolean isEmpty(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() == 0;
  }
}
