package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Decides which member is visited next, and which deltas it has yet to receive.
 *
 * <p>The members of a topic are visited in a circle, some at a time. An advance joins at the next
 * member, and is out after one full lap. So each visited member has yet to receive all advances in
 * progress, one after another. The exception is a member that an answer has moved on: the answer
 * may have included the first of them.
 *
 * <p>Pure: no sockets, no bytes, no clock. One writer.
 */
final class Laps {
  /** In most topics one advance at a time is in progress. */
  private static final int FEW = 1;

  private final int stretch;
  private final Deque<Lap> laps = new ArrayDeque<>(FEW);

  /** The index of the next member; past the last member it stands for the first. */
  private int cursor;

  /** An advance, and how many members are still to be visited before it is out. */
  private static final class Lap {
    final Position from;
    final Position to;
    final int bytes;
    final long sinceNanos;
    int left;

    Lap(Advance advance, int left) {
      this.from = advance.from();
      this.to = advance.to();
      this.bytes = advance.frames().length;
      this.sinceNanos = advance.sinceNanos();
      this.left = left;
    }
  }

  /**
   * What a member that an answer has moved on has yet to receive.
   *
   * @param offset the bytes in progress that it has already
   * @param deltas the number of deltas that it has yet to receive; 0 if no advance in progress
   *     begins at its position
   */
  record Rest(int offset, int deltas) {
    static final Rest NONE = new Rest(0, 0);
  }

  /**
   * No laps yet.
   *
   * @param stretch the number of members that are visited before new advances may join
   */
  Laps(int stretch) {
    this.stretch = stretch;
  }

  /** Begins a lap over this number of members. It begins where the lap before ends. */
  void join(Advance advance, int members) {
    laps.add(new Lap(advance, members));
  }

  boolean isOver() {
    return laps.isEmpty();
  }

  /** The position of a member that has yet to receive everything in progress. */
  Position from() {
    return laps.getFirst().from;
  }

  /** The position after everything in progress. */
  Position to() {
    return laps.getLast().to;
  }

  /** The number of deltas in progress. */
  int deltas() {
    return laps.size();
  }

  /** When this instance heard of the first advance in progress. */
  long sinceNanos() {
    return laps.getFirst().sinceNanos;
  }

  /** Whether the first advance in progress is out once this number of members is visited. */
  boolean isOutAfter(int members) {
    return laps.getFirst().left <= members;
  }

  /** Whether an advance has joined after the first one had begun. */
  boolean hasJoined() {
    return !laps.isEmpty() && laps.getFirst().left < laps.getLast().left;
  }

  /** How many of these members are visited before an advance may join or is out. */
  int stretch(int members) {
    int begun = place(members);
    int end = Math.min(members, begun - begun % stretch + stretch);
    return Math.min(end - begun, laps.getFirst().left);
  }

  /** The index of the next of these members. */
  int place(int members) {
    return cursor < members ? cursor : 0;
  }

  /** Like {@link #place}, and moves on to the member after it. */
  int visit(int members) {
    int place = place(members);
    cursor = place + 1;
    return place;
  }

  /**
   * This number of members was visited.
   *
   * @return the bytes of the advances that are out now
   */
  int passed(int members) {
    laps.forEach(lap -> lap.left -= members);
    int bytes = 0;
    while (!laps.isEmpty() && laps.getFirst().left <= 0) {
      bytes += laps.removeFirst().bytes;
    }
    return bytes;
  }

  /** A member has joined as the last one. */
  void grow() {
    laps.forEach(lap -> lap.left++);
  }

  /** A member has gone; this many are left. */
  void shrink(int members) {
    laps.forEach(lap -> lap.left = Math.min(lap.left, members));
  }

  /** What a member at this position has yet to receive. */
  Rest restFrom(Position position) {
    int deltas = laps.size();
    int offset = 0;
    for (Lap lap : laps) {
      if (Objects.equals(lap.from, position)) {
        return new Rest(offset, deltas);
      }
      offset += lap.bytes;
      deltas--;
    }
    return Rest.NONE;
  }

  void clear() {
    laps.clear();
  }
}
