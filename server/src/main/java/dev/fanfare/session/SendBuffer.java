package dev.fanfare.session;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.util.concurrent.TimeUnit;

/**
 * Limits how many unsent bytes of a socket the kernel keeps. Without a limit these are up to 4 MiB
 * a socket: memory for data that nobody reads, and events that are old when they arrive.
 *
 * <p>Only Linux's native transport has this limit. On other systems nothing is limited.
 */
public final class SendBuffer {
  /** With more unsent bytes the socket is full. */
  private static final int MAX_UNSENT_BYTES = 64 * 1024;

  private static final int AS_THE_KERNEL_LIKES = 0;

  private SendBuffer() {}

  public static void bound(Channel channel) {
    setUnsent(channel, MAX_UNSENT_BYTES);
  }

  /**
   * Lets the kernel take everything that waits. It then delivers this when the peer reads again,
   * even if the socket is closed by then.
   */
  static void unbound(Channel channel) {
    setUnsent(channel, AS_THE_KERNEL_LIKES);
  }

  /**
   * Whether the kernel has sent some bytes within this time. It asks for more only when it has sent
   * half of the bytes that it may keep, and with a slow reader that may take long.
   */
  public static boolean hasSentWithin(long nanos, Channel channel) {
    return channel instanceof EpollSocketChannel socket
        && TimeUnit.MILLISECONDS.toNanos(socket.tcpInfo().lastDataSent()) < nanos;
  }

  private static void setUnsent(Channel channel, int bytes) {
    if (channel.isOpen() && channel.config() instanceof EpollSocketChannelConfig config) {
      config.setTcpNotSentLowAt(bytes);
    }
  }
}
