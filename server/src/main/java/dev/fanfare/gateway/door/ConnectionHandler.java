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
 * The first handler of a connection that is not a session. It closes the connection if the client
 * is slow, idle or reads nothing. It is removed when a session begins. On the connection's loop.
 */
final class ConnectionHandler extends ChannelInboundHandlerAdapter {
  /** Its index in the list of its loop. */
  int index;

  private final Connections connections;
  private final ConnectionPace pace;
  private @Nullable Channel channel;

  /** Null unless a part of an answer waits to be sent. */
  private @Nullable Standstill standstill;

  ConnectionHandler(Connections connections) {
    this.connections = connections;
    this.pace = new ConnectionPace(connections.limits());
  }

  /** Used by the {@link RequestWatch}, which sees the requests. */
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

  /** Checks the connection. Called at regular intervals. */
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
