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
 * Where ready frames go into a socket: in front of all that a pipeline may hold but TLS, which
 * nothing goes around. On the socket's loop.
 *
 * <p>As long as nothing waits to be written and the socket follows one topic only, its lane may
 * write straight to its file descriptor: the next advance then touches none of the socket's
 * objects.
 */
public final class Outlet {
  private final ChannelHandlerContext context;
  private final Format format;
  private List<Subscription> subscriptions = List.of();
  private boolean awaitsFlush;

  /** The answer that goes out message by message; null most of the time. */
  private @Nullable Delivery delivery;

  private boolean delivering;

  /**
   * An outlet of a socket.
   *
   * @param context of the handler that is the first in the pipeline, or the first behind TLS
   * @param format in which it is sent deltas
   */
  public Outlet(ChannelHandlerContext context, Format format) {
    this.context = context;
    this.format = format;
  }

  Format format() {
    return format;
  }

  /** What is written here. */
  public List<Subscription> subscriptions() {
    return subscriptions;
  }

  /** Sends frames of this socket alone. */
  public void send(byte[] frames) {
    send(Unpooled.wrappedBuffer(frames));
  }

  /** The same, to be told when they are out. */
  public ChannelFuture sendLast(byte[] frames) {
    ChannelFuture written = context.writeAndFlush(Unpooled.wrappedBuffer(frames));
    settle();
    return written;
  }

  /** Frames that go out with the next that are sent. */
  public void sendWithNext(byte[] frames) {
    context.write(Unpooled.wrappedBuffer(frames), context.voidPromise());
    settle();
  }

  /** Whoever minds the socket is to end it, for this reason. */
  public void end(CloseCode reason) {
    context.pipeline().fireUserEventTriggered(reason);
  }

  /** Whether the socket can take nothing more of its topics at the moment. */
  boolean isFull() {
    return delivery != null || !context.channel().isWritable();
  }

  /** Sends an answer, as much of it as the socket takes now. */
  void deliver(Subscription subscription, SharedAnswer answer) {
    delivery = new Delivery(subscription, answer);
    deliver();
  }

  /** The socket can take more of the answer that is under way, if one is. */
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

  /** Sends nothing more of the answer that is under way for this subscription. */
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

  /** Whether other topics may have frames for it in the same tick: they go out together. */
  boolean isShared() {
    return subscriptions.size() > 1;
  }

  void send(ByteBuf frames) {
    context.writeAndFlush(frames, context.voidPromise());
    settle();
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

  /** Says where the next advance may be written, after whatever may have left something behind. */
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
