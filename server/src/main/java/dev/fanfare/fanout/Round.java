package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of all that was held for the members of a topic, in one buffer, on its way round the
 * members: from the last to the first, in slices.
 *
 * <p>A socket that is written to owns a reference to the buffer until it has taken it, and moves
 * the buffer's index if it takes a part. Most take it whole at once, so the next gets the very same
 * one; only where a reference is left behind it gets a duplicate.
 */
final class Round {
  private final @Nullable Position from;
  private final @Nullable Position to;
  private final int deltas;
  private final ByteBuf frames;
  private ByteBuf next;

  /** The members before this index have not had it yet. */
  private int left;

  /**
   * A round that has yet to begin.
   *
   * @param advances at least one, each beginning where the one before ends
   */
  Round(List<Advance> advances, int members) {
    this.from = advances.getFirst().from();
    this.to = advances.getLast().to();
    this.deltas = advances.size();
    this.left = members;
    int bytes = 0;
    for (Advance advance : advances) {
      bytes += advance.frames().length;
    }
    this.frames = ByteBufAllocator.DEFAULT.directBuffer(bytes);
    for (Advance advance : advances) {
      frames.writeBytes(advance.frames());
    }
    this.next = frames.retainedDuplicate();
  }

  @Nullable Position from() {
    return from;
  }

  @Nullable Position to() {
    return to;
  }

  /** How many deltas its frames are. */
  int deltas() {
    return deltas;
  }

  boolean isOver() {
    return left == 0;
  }

  /** The index of the next member. */
  int next() {
    return --left;
  }

  /** A member has gone; so many are there now. */
  void shrink(int members) {
    left = Math.min(left, members);
  }

  /** To a socket that nothing else is written to in this tick. */
  void send(Outlet outlet) {
    outlet.send(next.retain());
    if (next.refCnt() > 1) {
      next.release();
      next = frames.retainedDuplicate();
    }
  }

  /** To a socket that is flushed later; whether it is the first that awaits it. */
  boolean write(Outlet outlet) {
    return outlet.write(frames.retainedDuplicate());
  }

  void release() {
    next.release();
    frames.release();
  }
}
