package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** Something happened. Not part of the state. */
public record Notice(Stamp stamp, @Nullable Key key, Data data) implements Event {
  @Override
  public int weight() {
    return Weight.OVERHEAD + (key == null ? 0 : key.value().length()) + data.json().length();
  }
}
