package dev.fanfare.fanout;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import org.jspecify.annotations.Nullable;

/**
 * The frames of one answer outside the heap, where sockets write from, once for all sockets of a
 * loop that are taking it. A snapshot may have megabytes: a copy for every slow reader would cost
 * far more than its socket's buffer.
 *
 * <p>Nobody owns them: they go with the last socket that has taken them or is gone. All of this is
 * on the loop of the sockets, so between two tasks the count of their users does not change.
 */
final class SharedFrames {
  private @Nullable Advance answer;
  private ByteBuf frames = Unpooled.EMPTY_BUFFER;

  @SuppressWarnings("ReferenceEquality") // the very answer: its frames are compared by nobody
  void writeTo(Outlet outlet, Advance wanted) {
    if (wanted == answer && frames.refCnt() > 0) {
      frames.retain();
    } else {
      frames = Unpooled.directBuffer(wanted.frames().length).writeBytes(wanted.frames());
      answer = wanted;
    }
    outlet.send(frames.duplicate());
    if (frames.refCnt() == 0) {
      forget();
    }
  }

  /** The next answer will be another one. */
  private void forget() {
    answer = null;
    frames = Unpooled.EMPTY_BUFFER;
  }
}
