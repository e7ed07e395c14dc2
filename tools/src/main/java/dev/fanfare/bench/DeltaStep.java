package dev.fanfare.bench;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.List;

/**
 * A message that moves a reader from one place to another. It is parsed once. Every reader at the
 * first place that receives the same bytes takes the same step, so a delivery costs one comparison
 * of bytes.
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

  /** The times at which its events were due. Do not change the array. */
  long[] dueNanos() {
    return dueNanos;
  }

  EventSum account() {
    return account;
  }
}
