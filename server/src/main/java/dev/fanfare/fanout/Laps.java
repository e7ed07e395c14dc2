package dev.fanfare.fanout;

import dev.fanfare.topic.Position;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Objects;

/**
 * Which member is next, and what it has yet to get.
 *
 * <p>The members of a topic are visited in a circle, some at a time. An advance joins at the member
 * that is next, and is out after one full lap. So each member that is visited has yet to get all
 * advances that are in progress, one after another; unless it was brought to where it is by an
 * answer, which may have given it the first of them.
 *
 * <p>Pure: no sockets, no bytes, no clock. One writer.
 */
final class Laps {
  /** In most topics one thing happens at a time. */
  private static final int FEW = 1;

  private final int stretch;
  private final Deque<Lap> laps = new ArrayDeque<>(FEW);

  /** The index of the member that is next; past the last it is the first. */
  private int cursor;

  /** An advance, and how many members are to be visited until it is out. */
  private static final class Lap {
    final Position from;
    final Position to;
    final int bytes;
    int left;

    Lap(Advance advance, int left) {
      this.from = advance.from();
      this.to = advance.to();
      this.bytes = advance.frames().length;
      this.left = left;
    }
  }

  /**
   * What a member has yet to get that an answer has brought on.
   *
   * @param offset bytes of what is in progress that it has
   * @param deltas that it has yet to get; none if nothing that is in progress begins where it is
   */
  record Rest(int offset, int deltas) {
    static final Rest NONE = new Rest(0, 0);
  }

  /**
   * No laps yet.
   *
   * @param stretch so many members are visited before others may join
   */
  Laps(int stretch) {
    this.stretch = stretch;
  }

  /** Begins a lap round so many members; it begins where the lap before ends. */
  void join(Advance advance, int members) {
    laps.add(new Lap(advance, members));
  }

  boolean isOver() {
    return laps.isEmpty();
  }

  /** Where a member is that has yet to get everything that is in progress. */
  Position from() {
    return laps.getFirst().from;
  }

  /** Where everything that is in progress leads to. */
  Position to() {
    return laps.getLast().to;
  }

  /** How many deltas are in progress. */
  int deltas() {
    return laps.size();
  }

  /** Whether some of what is in progress has joined after the first was on its way. */
  boolean hasJoined() {
    return !laps.isEmpty() && laps.getFirst().left < laps.getLast().left;
  }

  /** How many of these members are visited before anything may join or is out. */
  int stretch(int members) {
    int begun = place(members);
    int end = Math.min(members, begun - begun % stretch + stretch);
    return Math.min(end - begun, laps.getFirst().left);
  }

  /** The index of the next of these members. */
  int place(int members) {
    return cursor < members ? cursor : 0;
  }

  /** The same; the one after it is next from now on. */
  int visit(int members) {
    int place = place(members);
    cursor = place + 1;
    return place;
  }

  /**
   * So many members were visited.
   *
   * @return how many bytes are out
   */
  int passed(int members) {
    laps.forEach(lap -> lap.left -= members);
    int bytes = 0;
    while (!laps.isEmpty() && laps.getFirst().left <= 0) {
      bytes += laps.removeFirst().bytes;
    }
    return bytes;
  }

  /** A member has come; it is the last. */
  void grow() {
    laps.forEach(lap -> lap.left++);
  }

  /** A member has gone; so many are left. */
  void shrink(int members) {
    laps.forEach(lap -> lap.left = Math.min(lap.left, members));
  }

  /** What a member at this position has yet to get. */
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
