package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A delta, encoded once for all whom it leads from one position to another. */
final class Advance {
  private final @Nullable Position from;
  private final @Nullable Position to;
  private final byte[] frames;
  private final int deltas;

  private Advance(@Nullable Position from, @Nullable Position to, byte[] frames, int deltas) {
    this.from = from;
    this.to = to;
    this.frames = frames;
    this.deltas = deltas;
  }

  static Advance of(Delta delta) {
    return of(delta, Freshness.CURRENT);
  }

  static Advance of(Delta delta, Freshness freshness) {
    byte[] frames = WebSocketFrames.text(DeltaWriter.write(delta, freshness));
    return new Advance(delta.from(), delta.to(), frames, 1);
  }

  /** Several advances, each beginning where the one before ends, as one: their frames in a row. */
  static Advance merged(List<Advance> advances) {
    if (advances.size() == 1) {
      return advances.getFirst();
    }
    byte[] frames = new byte[advances.stream().mapToInt(it -> it.frames.length).sum()];
    int at = 0;
    for (Advance advance : advances) {
      System.arraycopy(advance.frames, 0, frames, at, advance.frames.length);
      at += advance.frames.length;
    }
    return new Advance(advances.getFirst().from, advances.getLast().to, frames, advances.size());
  }

  @Nullable Position from() {
    return from;
  }

  @Nullable Position to() {
    return to;
  }

  /** How many deltas were merged. */
  int deltas() {
    return deltas;
  }

  /** Ready WebSocket frames; not to be changed. */
  byte[] frames() {
    return frames;
  }
}
