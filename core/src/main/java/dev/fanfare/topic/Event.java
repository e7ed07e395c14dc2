package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** One thing that happened in a topic. */
public sealed interface Event permits StateSet, StateCleared, Notice {
  Stamp stamp();

  /** What it is about; only a notice may have none. */
  @Nullable Key key();

  /** About how many bytes it takes, for the limits in bytes. */
  int weight();

  /** Where a reader is that has seen this event and nothing behind it. */
  default Position position() {
    return stamp().position();
  }

  default long atMillis() {
    return stamp().atMillis();
  }

  default @Nullable User user() {
    return stamp().user();
  }
}
