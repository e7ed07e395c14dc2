package dev.fanfare.session;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Since when a socket that is full has taken not a single byte. Time is an argument. One writer.
 *
 * <p>What waits is written from its head on, so nothing was taken as long as the head is the same
 * and as much of it is written. How much waits says nothing: pings are added to it.
 */
public final class Standstill {
  private final long limitNanos;
  private Written mark;
  private long sinceNanos;

  /**
   * How far a socket has come.
   *
   * @param head what is being written, known by its identity; null if nothing waits
   * @param written bytes of it that the socket has taken
   */
  public record Written(@Nullable Object head, long written) {
    private static final Written NONE = new Written(null, 0);

    /** Where it is now. On its loop. */
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

  /** When it was last seen to take something. */
  long sinceNanos(Written seen, long nowNanos) {
    isOver(seen, nowNanos);
    return sinceNanos;
  }

  /** Whether it is still where it was when the limit began. */
  public boolean isOver(Written seen, long nowNanos) {
    if (!mark.isSame(seen)) {
      mark = seen;
      sinceNanos = nowNanos;
    }
    return nowNanos - sinceNanos >= limitNanos;
  }
}
