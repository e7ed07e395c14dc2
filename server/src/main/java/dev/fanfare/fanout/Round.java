package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.unix.Socket;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All that is on its way round the members of a topic, each advance for one lap. It goes round and
 * round, in stretches: what came since the last stretch joins where the round has got to, and is
 * out when it is back there. So a member that is come to has yet to get all that is under way, and
 * all members of a stretch get the same: one buffer, one write.
 *
 * <p>A socket that is written to owns a reference to the buffer until it has taken it, and moves
 * the buffer's index if it takes a part. Most take it whole at once, so the next gets the very same
 * one; only where a reference is left behind it gets a duplicate.
 */
final class Round {
  /** In most topics one thing happens at a time. */
  private static final int FEW = 1;

  /**
   * Larger buffers are counted when sockets still hold them. They do not come from the pool, whose
   * objects are used again: whether one is still held could not be seen.
   */
  private static final int LARGE_BYTES = 64 * 1024;

  private final Deque<Lap> laps = new ArrayDeque<>(FEW);

  private final int stretch;
  private final FrameBudget budget;

  /** The frames of all that is under way, and room for more. */
  private ByteBuf frames = Unpooled.EMPTY_BUFFER;

  /** What the next socket gets that takes a reference; null where that is still to be made. */
  private @Nullable ByteBuf next;

  private int cursor;

  /** An advance, and how many members are to be come to until it is out. */
  private static final class Lap {
    final Advance advance;
    int left;

    Lap(Advance advance, int left) {
      this.advance = advance;
      this.left = left;
    }
  }

  /**
   * A round without anything under way.
   *
   * @param stretch after so many members others may join
   * @param budget counts what sockets hold when the round is over
   */
  Round(int stretch, FrameBudget budget) {
    this.stretch = stretch;
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
      laps.add(new Lap(advance, members));
    }
    renew();
  }

  /** What sockets still hold stays where it is. */
  private void makeRoom(int bytes) {
    if (frames.writableBytes() < bytes) {
      int all = frames.readableBytes() + bytes;
      ByteBuf larger = buffer(laps.isEmpty() ? all : 2 * all);
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

  boolean isOver() {
    return laps.isEmpty();
  }

  /** Where a member is that has yet to get all that is under way. */
  Position from() {
    return laps.getFirst().advance.from();
  }

  /** Where all that is under way leads to. */
  Position to() {
    return laps.getLast().advance.to();
  }

  /** How many deltas are under way. */
  int deltas() {
    return laps.size();
  }

  /** Whether some of what is under way came when the rest was on its way already. */
  boolean hasJoined() {
    return !laps.isEmpty() && laps.getFirst().left < laps.getLast().left;
  }

  /** How many of these members are come to before anything may join or is out. */
  int stretch(int members) {
    int begun = place(members);
    int end = Math.min(members, begun - begun % stretch + stretch);
    return Math.min(end - begun, laps.getFirst().left);
  }

  /** The index of the next of these members. */
  int place(int members) {
    return cursor < members ? cursor : 0;
  }

  /** The same, and goes on to the one behind it. */
  int next(int members) {
    int place = place(members);
    cursor = place + 1;
    return place;
  }

  /** So many members were come to. */
  void passed(int members) {
    laps.forEach(lap -> lap.left -= members);
    boolean isOut = false;
    while (!laps.isEmpty() && laps.getFirst().left <= 0) {
      frames.skipBytes(laps.removeFirst().advance.frames().length);
      isOut = true;
    }
    if (isOut) {
      renew();
    }
  }

  /** A member has come. */
  void grow() {
    laps.forEach(lap -> lap.left++);
  }

  /** A member has gone; so many are there now. */
  void shrink(int members) {
    laps.forEach(lap -> lap.left = Math.min(lap.left, members));
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

  /** So many bytes of what is under way, its last. */
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

  /**
   * To a member that has some of what is under way: it came to that by an answer.
   *
   * @return how many deltas it was sent; 0 if none that is under way begins where it is
   */
  int sendRest(Outlet outlet, @Nullable Position from) {
    int deltas = laps.size();
    int offset = frames.readerIndex();
    for (Lap lap : laps) {
      if (Objects.equals(lap.advance.from(), from)) {
        outlet.send(last(frames.writerIndex() - offset));
        return deltas;
      }
      offset += lap.advance.frames().length;
      deltas--;
    }
    return 0;
  }

  /** Nothing is under way any more. */
  void release() {
    laps.clear();
    renew();
    letGo();
    frames = Unpooled.EMPTY_BUFFER;
  }
}
