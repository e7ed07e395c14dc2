package dev.fanfare.session;

import io.netty.channel.Channel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.epoll.EpollSocketChannelConfig;
import java.util.concurrent.TimeUnit;

/**
 * What the kernel takes of a socket's bytes beyond what the network has taken from it. Left alone
 * that is up to 4 MiB a socket: memory for what nobody reads, and news that is old when it arrives.
 *
 * <p>Only Linux's native transport can be told; elsewhere the kernel does as it likes.
 */
public final class SendBuffer {
  /** What is not yet on its way, at most; past it the socket is full. */
  private static final int MAX_UNSENT_BYTES = 64 * 1024;

  private static final int AS_THE_KERNEL_LIKES = 0;

  private SendBuffer() {}

  public static void bound(Channel channel) {
    setUnsent(channel, MAX_UNSENT_BYTES);
  }

  /**
   * Lets the kernel take all that waits, so that it can deliver it when the peer reads again, even
   * if the socket is closed by then.
   */
  static void unbound(Channel channel) {
    setUnsent(channel, AS_THE_KERNEL_LIKES);
  }

  /**
   * Whether the peer has had room for some of it. The kernel asks for more only when half of what
   * it may keep is gone, and a slow reader may take its time for that.
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
