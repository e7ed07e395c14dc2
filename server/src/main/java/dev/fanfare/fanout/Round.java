package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is in progress for the members of a topic: the {@link Laps}, and the frames of their
 * advances in one buffer. All members of a stretch get the same bytes, in one write each.
 *
 * <p>A socket that is written to owns a reference to the buffer until it has taken it, and moves
 * the buffer's index if it takes a part. Most take it whole at once, so the next gets the very same
 * one; only where a reference is left behind it gets a duplicate.
 */
final class Round {
  /**
   * Larger buffers are counted when sockets still hold them. They do not come from the pool, whose
   * objects are used again: whether one is still held could not be seen.
   */
  private static final int LARGE_BYTES = 64 * 1024;

  private final Laps laps;
  private final FrameBudget budget;

  /** The frames of all that is in progress, and room for more. */
  private ByteBuf frames = Unpooled.EMPTY_BUFFER;

  /** What the next socket gets that takes a reference; null where that is still to be made. */
  private @Nullable ByteBuf next;

  /**
   * A round without anything in progress.
   *
   * @param stretch after so many members others may join
   * @param budget counts what sockets hold when the round is over
   */
  Round(int stretch, FrameBudget budget) {
    this.laps = new Laps(stretch);
    this.budget = budget;
  }

  /**
   * Begins a lap round so many members with each of these.
   *
   * @param advances each begins where the one before ends
   */
  void join(List<Advance> advances, int members) {
    int bytes = 0;
    for (Advance advance : advances) {
      bytes += advance.frames().length;
    }
    makeRoom(bytes);
    for (Advance advance : advances) {
      frames.writeBytes(advance.frames());
      laps.join(advance, members);
    }
    renew();
  }

  /** What sockets still hold stays where it is. */
  private void makeRoom(int bytes) {
    if (frames.writableBytes() < bytes) {
      int all = frames.readableBytes() + bytes;
      ByteBuf larger = buffer(laps.isOver() ? all : 2 * all);
      larger.writeBytes(frames);
      renew();
      letGo();
      frames = larger;
    }
  }

  private static ByteBuf buffer(int bytes) {
    return bytes > LARGE_BYTES
        ? Unpooled.directBuffer(bytes)
        : ByteBufAllocator.DEFAULT.directBuffer(bytes);
  }

  /** Of the frames so far; sockets may hold them. */
  private void letGo() {
    boolean isLarge = frames.capacity() > LARGE_BYTES;
    if (!frames.release() && isLarge) {
      budget.add(frames);
    }
  }

  private ByteBuf next() {
    if (next == null) {
      next = frames.retainedDuplicate();
    }
    return next;
  }

  private void renew() {
    if (next != null) {
      next.release();
      next = null;
    }
  }

  /** Who is next, and what is in progress. */
  Laps laps() {
    return laps;
  }

  /** So many members were visited. */
  void passed(int members) {
    int bytes = laps.passed(members);
    if (bytes > 0) {
      frames.skipBytes(bytes);
      renew();
    }
  }

  /**
   * Straight to a socket that nothing waits for.
   *
   * @return the bytes that it has not taken
   */
  int write(Socket socket) {
    int begin = frames.readerIndex();
    int end = frames.writerIndex();
    try {
      return end - begin - socket.sendAddress(frames.memoryAddress(), begin, end);
    } catch (IOException e) {
      return end - begin; // sent the other way it fails there, and the socket is closed
    }
  }

  /** So many bytes of what is in progress, its last. */
  ByteBuf last(int bytes) {
    return frames.retainedSlice(frames.writerIndex() - bytes, bytes);
  }

  /** To a socket that nothing else is written to in this tick. */
  void send(Outlet outlet) {
    ByteBuf mine = next();
    outlet.send(mine.retain());
    if (mine.refCnt() > 1) {
      renew();
    }
  }

  /** To a socket that is flushed later; whether it is the first that awaits it. */
  boolean write(Outlet outlet) {
    return outlet.write(frames.retainedDuplicate());
  }

  /** To a member that has all but this: an answer has brought it on. */
  void send(Outlet outlet, Laps.Rest rest) {
    outlet.send(last(frames.readableBytes() - rest.offset()));
  }

  /** Nothing is in progress any more. */
  void release() {
    laps.clear();
    renew();
    letGo();
    frames = Unpooled.EMPTY_BUFFER;
  }
}
