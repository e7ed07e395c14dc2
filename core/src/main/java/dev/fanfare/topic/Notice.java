package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** Something happened. Not part of the state. */
public record Notice(
    Position position, long atMillis, @Nullable User user, @Nullable Key key, Data data)
    implements Event {
  public Notice(Stamp stamp, @Nullable Key key, Data data) {
    this(stamp.position(), stamp.atMillis(), stamp.user(), key, data);
  }

  @Override
  public int weight() {
    return Weight.OVERHEAD + Weight.names(user, key) + data.json().length();
  }
}
