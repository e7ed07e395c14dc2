package dev.fanfare.gateway.door;

import dev.fanfare.metrics.Metric;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.RecvByteBufAllocator;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gives every connection that a port accepts a {@link ConnectionHandler} and a {@link
 * FirstBytesHandler}, or closes it if there is no room for it. If the port can accept no
 * connection, for example for lack of file descriptors, it tries again after a second.
 */
final class Accepting extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);

  /**
   * Shared by all connections, because Netty would create one for each. Each connection still has
   * its own estimate.
   */
  private static final RecvByteBufAllocator RECEIVING = new AdaptiveRecvByteBufAllocator();

  private static final int REST_SECONDS = 1;

  /** The first of this number of failures in a row is logged: at most one line a minute. */
  private static final int FAILURES_A_LINE = 60;

  private final Doors doors;
  private final Connections connections;

  /** Failures since the last accepted connection. */
  private int failures;

  Accepting(Doors doors, Connections connections) {
    this.doors = doors;
    this.connections = connections;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (message instanceof Channel accepted) {
      failures = 0;
      if (!connections.admit(accepted)) {
        accepted.unsafe().closeForcibly();
        return;
      }
      accepted.config().setRecvByteBufAllocator(RECEIVING);
      accepted.pipeline().addLast(new ConnectionHandler(connections), new FirstBytesHandler(doors));
    }
    context.fireChannelRead(message);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (!(cause instanceof IOException)) {
      context.fireExceptionCaught(cause);
      return;
    }
    connections.count(Metric.ACCEPT_FAILURES);
    if (failures++ % FAILURES_A_LINE == 0) {
      LOG.warn(
          "no connection can be accepted at {}, trying again in a second: {}",
          context.channel().localAddress(),
          cause.getMessage());
    }
    Channel port = context.channel();
    port.config().setAutoRead(false);
    context
        .executor()
        .schedule(() -> port.config().setAutoRead(true), REST_SECONDS, TimeUnit.SECONDS);
  }
}
