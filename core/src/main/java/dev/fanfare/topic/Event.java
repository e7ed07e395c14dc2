package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** One thing that happened in a topic. */
public sealed interface Event permits StateSet, StateCleared, Notice {
  /** Where a reader is that has seen this event and nothing behind it. */
  Position position();

  /** When it was stored, ms since 1970 UTC, by the store's clock. */
  long atMillis();

  /** Who did it, if known. */
  @Nullable User user();

  /** What it is about; only a notice may have none. */
  @Nullable Key key();

  /** About how many bytes it takes, for the limits in bytes. */
  int weight();

  /** How many bytes of heap it takes at most wherever it is kept, with its place there. */
  default long footprint() {
    return Weight.footprint(weight(), 1);
  }
}
