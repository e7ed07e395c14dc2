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
 * Puts a {@link FirstBytesHandler} in front of every connection that a port accepts, if there is
 * room for it. Where none can be accepted, as without file descriptors, it is tried again each
 * second.
 */
final class Accepting extends ChannelInboundHandlerAdapter {
  private static final Logger LOG = LoggerFactory.getLogger(Accepting.class);

  /** One for all; Netty would make one for each connection. What they learn they keep apart. */
  private static final RecvByteBufAllocator RECEIVING = new AdaptiveRecvByteBufAllocator();

  private static final int REST_SECONDS = 1;

  /** Said once in so many failures in a row, which is once a minute at least. */
  private static final int FAILURES_A_LINE = 60;

  private final Doors doors;
  private final Connections connections;

  /** Since a connection was accepted. */
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
      LOG.warn("no connection can be accepted, it is tried again: {}", cause.getMessage());
    }
    Channel port = context.channel();
    port.config().setAutoRead(false);
    context
        .executor()
        .schedule(() -> port.config().setAutoRead(true), REST_SECONDS, TimeUnit.SECONDS);
  }
}
