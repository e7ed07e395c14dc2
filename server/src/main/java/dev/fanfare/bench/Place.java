package dev.fanfare.bench;

import dev.fanfare.topic.Position;
import org.jspecify.annotations.Nullable;

/**
 * A position in a topic, shared by all who stand there. Behind the last who has left it is gone.
 */
final class Place {
  private final @Nullable Position position;

  /** What led on from here last; most of those who come by are told the same. */
  private @Nullable Step next;

  Place(@Nullable Position position) {
    this.position = position;
  }

  @Nullable Position position() {
    return position;
  }

  @Nullable Step next() {
    return next;
  }

  void leadOn(Step step) {
    next = step;
  }
}
