package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Limits the direct memory of a loop that waits for sockets that do not take it: messages of
 * answers, and buffers of rounds that continued without these sockets. Sockets share most of these
 * buffers. If each holds a buffer of its own, past the limit the sockets that have taken nothing
 * for the longest time are cut, so that others receive theirs.
 *
 * <p>On the loop of the sockets.
 */
final class FrameBudget {
  /** With fewer buffers it is not worth looking for those that have been taken. */
  private static final int MIN_LOOKED_THROUGH = 64;

  private final long maxBytes;
  private final Runnable overdrawn;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private long bytes;
  private int lookThroughAt = MIN_LOOKED_THROUGH;

  /**
   * An empty budget.
   *
   * @param overdrawn called when more bytes wait than this limit
   */
  FrameBudget(long maxBytes, Runnable overdrawn) {
    this.maxBytes = maxBytes;
    this.overdrawn = overdrawn;
  }

  /** Counts a buffer until its last user has released it. */
  void add(ByteBuf buffer) {
    waiting.add(buffer);
    bytes += buffer.capacity();
    if (bytes > maxBytes || waiting.size() > lookThroughAt) {
      forgetTaken();
    }
    if (bytes > maxBytes) {
      overdrawn.run();
    }
  }

  /** The bytes that wait, at most: some may have been taken since the last look. */
  long bytes() {
    return bytes;
  }

  private void forgetTaken() {
    waiting.removeIf(buffer -> buffer.refCnt() == 0);
    bytes = 0;
    waiting.forEach(buffer -> bytes += buffer.capacity());
    lookThroughAt = Math.max(MIN_LOOKED_THROUGH, 2 * waiting.size());
  }
}
