package dev.fanfare.bench;

import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * A position in a topic, shared by all readers that are there. It is garbage when the last reader
 * has left it.
 */
final class ReaderPosition {
  private final @Nullable Position position;

  /** The latest step that started here. Most readers that come here next receive the same bytes. */
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
