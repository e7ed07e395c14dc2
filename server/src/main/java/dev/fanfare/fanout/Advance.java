package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * A delta, encoded once for all whom it leads from one position to another.
 *
 * @param frames ready WebSocket frames; not to be changed
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody, shared by all
record Advance(@Nullable Position from, @Nullable Position to, byte[] frames) {
  static Advance of(Delta delta) {
    return of(delta, Freshness.CURRENT);
  }

  static Advance of(Delta delta, Freshness freshness) {
    byte[] frames = WebSocketFrames.text(DeltaWriter.write(delta, freshness));
    return new Advance(delta.from(), delta.to(), frames);
  }
}
