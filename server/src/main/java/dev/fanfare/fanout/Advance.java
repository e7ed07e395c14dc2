package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/** A delta, encoded once for all whom it leads from {@code from} to {@code to}. */
record Advance(@Nullable Position from, @Nullable Position to, byte[] frames) {
  static Advance of(Delta delta) {
    return new Advance(delta.from(), delta.to(), WebSocketFrames.text(DeltaWriter.write(delta)));
  }
}
