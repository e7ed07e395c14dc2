package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.HashMap;
import java.util.Map;

/**
 * An answer in direct memory, from which sockets write: each message exists once for all sockets of
 * a loop that are taking it.
 *
 * <p>Each buffer is released when the last socket that uses it has taken it or is gone. All of this
 * runs on the loop of the sockets, so the number of users does not change between two tasks.
 */
final class SharedAnswer {
  private final Answer answer;
  private final FrameBudget budget;

  /** Messages that sockets are taking, by the index of their first event. */
  private final Map<Integer, Taken> taken = new HashMap<>(2);

  private record Taken(ByteBuf frame, Format.Encoded message) {
    static Taken of(Format.Encoded message) {
      byte[] frame = message.bytes();
      return new Taken(Unpooled.directBuffer(frame.length).writeBytes(frame), message);
    }
  }

  SharedAnswer(Answer answer, FrameBudget budget) {
    this.answer = answer;
    this.budget = budget;
  }

  boolean isOf(Answer other) {
    return answer.equals(other);
  }

  /** Whether no socket is taking any message. */
  boolean isIdle() {
    return taken.isEmpty();
  }

  /**
   * Sends the message that begins with the event at this index.
   *
   * @return the index of the next message's first event; -1 if this was the last message
   */
  int send(Outlet outlet, int index) {
    Taken mine = taken.get(index);
    boolean isNew = mine == null || mine.frame.refCnt() == 0;
    if (mine == null || isNew) {
      mine = Taken.of(answer.message(index));
    } else {
      mine.frame.retain();
    }
    outlet.send(mine.frame.duplicate());
    if (mine.frame.refCnt() == 0) {
      taken.remove(index);
    } else if (isNew) {
      taken.put(index, mine);
      budget.add(mine.frame);
    }
    return answer.isLast(mine.message) ? -1 : mine.message.next();
  }
}
