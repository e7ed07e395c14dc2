package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** The memory that events take. */
final class Weight {
  /**
   * Bytes for the stamp and the field names. Redis counts the bytes of the event itself instead.
   */
  static final int OVERHEAD = 100;

  /**
   * Bytes for the objects that an event is made of, and for its entry in a map or an array, in
   * addition to twice the {@link #OVERHEAD}.
   */
  private static final int OBJECTS = 200;

  /** The most bytes that a character takes. */
  private static final int BYTES_A_CHAR = 2;

  private Weight() {}

  /** The most bytes of heap that events take, from the sum of their weights and their number. */
  static long footprint(long weight, int events) {
    return BYTES_A_CHAR * weight + (long) OBJECTS * events;
  }

  /** The characters of the names that an event may have. */
  static int names(@Nullable User user, @Nullable Key key) {
    return (user == null ? 0 : user.value().length()) + (key == null ? 0 : key.value().length());
  }
}
