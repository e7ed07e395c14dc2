package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The deltas in progress for the members of a topic: the {@link Laps}, and the frames of their
 * advances in one buffer. All members of a stretch get the same bytes, in one write each.
 *
 * <p>A socket owns a reference to the buffer until it has taken it, and moves the buffer's index if
 * it takes a part. Most sockets take it whole at once, so the next socket gets the same object;
 * only after a socket has kept its reference is a duplicate made.
 */
final class Round {
  /**
   * Larger buffers are counted if sockets still hold them at the end. They are not pooled: the pool
   * uses its objects again, so nobody could see whether one is still held.
   */
  private static final int LARGE_BYTES = 64 * 1024;

  private final Laps laps;
  private final FrameBudget budget;

  /** The frames in progress, and room for more. */
  private ByteBuf frames = Unpooled.EMPTY_BUFFER;

  /** The buffer for the next socket that takes a reference; null if it has to be made. */
  private @Nullable ByteBuf next;

  /**
   * A round with nothing in progress.
   *
   * @param stretch the number of members that are visited before new advances may join
   * @param budget counts the buffers that sockets still hold when the round is over
   */
  Round(int stretch, FrameBudget budget) {
    this.laps = new Laps(stretch);
    this.budget = budget;
  }

  /**
   * Begins a lap over this number of members with each of these advances.
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

  /** Moves the frames to a larger buffer if needed; sockets may still hold the old one. */
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

  /** Releases the frames so far; sockets may still hold them. */
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

  /** The next member, and the deltas in progress. */
  Laps laps() {
    return laps;
  }

  /** This number of members was visited. */
  void passed(int members) {
    int bytes = laps.passed(members);
    if (bytes > 0) {
      frames.skipBytes(bytes);
      renew();
    }
  }

  /**
   * Writes directly to a socket that nothing waits for.
   *
   * @return the bytes that it has not taken
   */
  int write(Socket socket) {
    int begin = frames.readerIndex();
    int end = frames.writerIndex();
    try {
      return end - begin - socket.sendAddress(frames.memoryAddress(), begin, end);
    } catch (IOException e) {
      return end - begin; // the ordinary way fails as well, and closes the socket
    }
  }

  /** The last bytes in progress, this many. */
  ByteBuf last(int bytes) {
    return frames.retainedSlice(frames.writerIndex() - bytes, bytes);
  }

  /** Sends to a socket that has nothing else to flush in this tick. */
  void send(Outlet outlet) {
    ByteBuf mine = next();
    outlet.send(mine.retain());
    if (mine.refCnt() > 1) {
      renew();
    }
  }

  /**
   * Writes to a socket that is flushed later. Returns whether this is the first write since its
   * last flush.
   */
  boolean write(Outlet outlet) {
    return outlet.write(frames.retainedDuplicate());
  }

  /** Sends the rest to a member that an answer has moved on. */
  void send(Outlet outlet, Laps.Rest rest) {
    outlet.send(last(frames.readableBytes() - rest.offset()));
  }

  /** Ends all laps and releases the frames. */
  void release() {
    laps.clear();
    renew();
    letGo();
    frames = Unpooled.EMPTY_BUFFER;
  }
}
