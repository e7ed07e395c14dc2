package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How much of a loop's direct memory may wait for sockets that do not take it: messages of answers,
 * and rounds that went on without them. Sockets share most of it. Where each holds something of its
 * own, past the limit those that stand still for the longest time are cut, so that others get
 * theirs.
 *
 * <p>On the loop of the sockets.
 */
final class FrameBudget {
  /** Fewer are not worth looking for those that have been taken. */
  private static final int MIN_LOOKED_THROUGH = 64;

  private final long maxBytes;
  private final Runnable overdrawn;
  private final Deque<ByteBuf> waiting = new ArrayDeque<>();
  private long bytes;
  private int lookThroughAt = MIN_LOOKED_THROUGH;

  /**
   * A budget that nothing is taken from.
   *
   * @param overdrawn called when what waits is more than this
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

  /** What waits at most: some of it may have been taken since. */
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
