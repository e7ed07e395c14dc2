package dev.fanfare.gateway.door;

import dev.fanfare.metrics.Metric;
import dev.fanfare.session.SendBuffer;
import dev.fanfare.session.Standstill;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first handler of a connection that is no session: it closes one that is slow, idle or does
 * not read. Where a session begins, this handler leaves. On the connection's loop.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  /** Where it sits in the list of its loop. */
  int index;

  private final Connections connections;
  private final ConnectionPace pace;
  private @Nullable Channel channel;

  /** While an answer waits to be taken. */
  private @Nullable Standstill standstill;

  ConnectionHandler(Connections connections) {
    this.connections = connections;
    this.pace = new ConnectionPace(connections.limits());
  }

  /** For the handler that sees its requests. */
  ConnectionPace pace() {
    return pace;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    channel = context.channel();
    connections.add(this, context.channel());
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    connections.remove(this, context.channel());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    pace.onBytes(((ByteBuf) message).readableBytes());
    context.fireChannelRead(message);
  }

  /** The time between two looks has passed. */
  void look(long nowNanos) {
    Channel mine = Objects.requireNonNull(channel);
    Metric end = isWaiting(mine) ? answer(mine, nowNanos) : request();
    if (end != null) {
      connections.count(end);
      mine.close();
    }
  }

  private static boolean isWaiting(Channel channel) {
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting != null && waiting.totalPendingWriteBytes() > 0;
  }

  private @Nullable Metric request() {
    standstill = null;
    return pace.look();
  }

  private @Nullable Metric answer(Channel mine, long nowNanos) {
    long limitNanos = connections.unreadNanos();
    Standstill.Written mark = Standstill.Written.of(mine);
    if (standstill == null) {
      standstill = new Standstill(limitNanos, mark, nowNanos);
    }
    boolean over = standstill.isOver(mark, nowNanos);
    return over && !SendBuffer.hasSentWithin(limitNanos, mine) ? Metric.NOT_READING : null;
  }
}
