package dev.fanfare.topic;

/** What an event costs besides its text. */
final class Weight {
  /**
   * Bytes for the stamp and the field names. Redis counts the bytes of the event itself instead.
   */
  static final int OVERHEAD = 100;

  private Weight() {}
}
