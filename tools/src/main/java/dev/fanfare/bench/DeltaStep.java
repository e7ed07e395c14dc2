package dev.fanfare.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * A message that leads from one place to another. It is read once: whoever stands where it begins
 * and gets the same bytes takes the same step, and a delivery costs one comparison of bytes.
 */
final class DeltaStep {
  private final ByteBuf message;
  private final ReaderPosition to;
  private final long[] dueNanos;
  private final EventSum account;

  DeltaStep(byte[] message, List<EventMark> marks, ReaderPosition to) {
    this.message = Unpooled.wrappedBuffer(message);
    this.to = to;
    dueNanos = marks.stream().mapToLong(EventMark::dueNanos).toArray();
    account = EventSum.of(marks);
  }

  boolean isTold(ByteBuf told) {
    return ByteBufUtil.equals(told, message);
  }

  ReaderPosition to() {
    return to;
  }

  /** When its events were due. Not to be changed. */
  long[] dueNanos() {
    return dueNanos;
  }

  EventSum account() {
    return account;
  }
}
