package dev.fanfare.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * A message that leads from one place to another. It is read once: whoever stands where it begins
 * and gets the same bytes takes the same step, and a delivery costs one comparison of bytes.
 */
final class Step {
  private final ByteBuf message;
  private final Place to;
  private final long[] dueNanos;
  private final Account account;

  Step(byte[] message, List<Mark> marks, Place to) {
    this.message = Unpooled.wrappedBuffer(message);
    this.to = to;
    dueNanos = marks.stream().mapToLong(Mark::dueNanos).toArray();
    account = Account.of(marks);
  }

  boolean isTold(ByteBuf told) {
    return ByteBufUtil.equals(told, message);
  }

  Place to() {
    return to;
  }

  /** When its events were due. Not to be changed. */
  long[] dueNanos() {
    return dueNanos;
  }

  Account account() {
    return account;
  }
}
