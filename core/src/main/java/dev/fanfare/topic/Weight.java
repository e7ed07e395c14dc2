package dev.fanfare.topic;

import org.jspecify.annotations.Nullable;

/** What an event costs. */
final class Weight {
  /**
   * Bytes for the stamp and the field names. Redis counts the bytes of the event itself instead.
   */
  static final int OVERHEAD = 100;

  /**
   * Bytes for the objects that an event is made of, and for its place in a map or an array, besides
   * what {@link #OVERHEAD} stands for twice.
   */
  private static final int OBJECTS = 200;

  /** A character may take so many bytes. */
  private static final int BYTES_A_CHAR = 2;

  private Weight() {}

  /** The bytes of heap that so many events of this weight take at most. */
  static long footprint(long weight, int events) {
    return BYTES_A_CHAR * weight + (long) OBJECTS * events;
  }

  /** The characters of the names that an event may have. */
  static int names(@Nullable User user, @Nullable Key key) {
    return (user == null ? 0 : user.value().length()) + (key == null ? 0 : key.value().length());
  }
}
