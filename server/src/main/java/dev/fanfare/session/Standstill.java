package dev.fanfare.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Measures how long a full socket has taken no byte. Time is an argument. One writer.
 *
 * <p>The waiting bytes are written in order. So the socket has taken nothing if the first buffer is
 * the same, and the same part of it is written. The number of waiting bytes does not show this,
 * because pings are added to them.
 */
public final class Standstill {
  private final long limitNanos;
  private Written mark;
  private long sinceNanos;

  /**
   * The progress of a socket.
   *
   * @param head the buffer that is being written, compared by identity; null if nothing waits
   * @param written the bytes of this buffer that the socket has taken
   */
  public record Written(@Nullable Object head, long written) {
    private static final Written NONE = new Written(null, 0);

    /** The progress at this moment. On the socket's loop. */
    public static Written of(Channel channel) {
      ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
      return waiting == null ? NONE : new Written(waiting.current(), waiting.currentProgress());
    }

    @SuppressWarnings("ReferenceEquality") // a buffer equals any other with the same content
    boolean isSame(Written other) {
      return head == other.head && written == other.written;
    }
  }

  public Standstill(long limitNanos, Written mark, long nowNanos) {
    this.limitNanos = limitNanos;
    this.mark = mark;
    this.sinceNanos = nowNanos;
  }

  /** The last time at which it was seen to take something. */
  long sinceNanos(Written seen, long nowNanos) {
    isOver(seen, nowNanos);
    return sinceNanos;
  }

  /** Whether nothing was taken for the whole limit. */
  public boolean isOver(Written seen, long nowNanos) {
    if (!mark.isSame(seen)) {
      mark = seen;
      sinceNanos = nowNanos;
    }
    return nowNanos - sinceNanos >= limitNanos;
  }
}
