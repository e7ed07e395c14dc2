package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.util.Objects;

/**
 * A delta, encoded once for all whom it leads from one position to another.
 *
 * @param frames ready WebSocket frames, not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, shared by all
record Advance(Position from, Position to, byte[] frames) {
  /** Not a reset, which leads from nowhere: each member asks for it. */
  static Advance of(Delta delta) {
    Position from = Objects.requireNonNull(delta.from());
    byte[] frames = WebSocketFrames.text(DeltaWriter.write(delta, Freshness.CURRENT));
    return new Advance(from, delta.to(), frames);
  }

  /** Whether each member asks for it: a round would keep all of it for a socket that is full. */
  static boolean isLarge(Delta delta) {
    long weight = 0;
    for (Event event : delta.events()) {
      weight += event.weight();
    }
    return weight > DeltaWriter.MAX_PART_BYTES;
  }
}
