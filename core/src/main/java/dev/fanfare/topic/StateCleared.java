package dev.fanfare.topic;

/** The key has no value any more. */
public record StateCleared(Stamp stamp, Key key, Reason reason) implements Event {
  /** Why it is gone. */
  public enum Reason {
    /** Somebody said so. */
    CLEARED,
    /** Its time was up. */
    EXPIRED,
    /** Its owner went. */
    LEFT,
    /** One that this version has no word for. */
    OTHER
  }

  @Override
  public int weight() {
    return Weight.OVERHEAD + key.value().length();
  }
}
