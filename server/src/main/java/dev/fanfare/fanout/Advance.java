package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * A delta, encoded once for all whom it leads from one position to another.
 *
 * @param frames ready WebSocket frames, not to be changed; nothing for a large delta, for which
 *     every member asks
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, shared by all
record Advance(@Nullable Position from, @Nullable Position to, byte[] frames) {
  private static final byte[] NOTHING = {};

  static Advance of(Delta delta) {
    byte[] frames =
        isLarge(delta)
            ? NOTHING
            : WebSocketFrames.text(DeltaWriter.write(delta, Freshness.CURRENT));
    return new Advance(delta.from(), delta.to(), frames);
  }

  /** A round would keep all of it for each socket that does not take it. */
  private static boolean isLarge(Delta delta) {
    long weight = 0;
    for (Event event : delta.events()) {
      weight += event.weight();
    }
    return weight > DeltaWriter.MAX_PART_BYTES;
  }

  boolean isLarge() {
    return frames.length == 0;
  }
}
