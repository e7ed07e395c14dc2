package dev.fanfare.bench;

import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * A position in a topic, shared by all who stand there. Behind the last who has left it is gone.
 */
final class ReaderPosition {
  private final @Nullable Position position;

  /** What led on from here last; most of those who come by are told the same. */
  private @Nullable DeltaStep next;

  ReaderPosition(@Nullable Position position) {
    this.position = position;
  }

  @Nullable Position position() {
    return position;
  }

  @Nullable DeltaStep next() {
    return next;
  }

  void leadOn(DeltaStep step) {
    next = step;
  }
}
