package dev.fanfare.topic;

/** What an event costs besides its text. */
final class Weight {
  /** Bytes for the stamp and the field names. The Redis scripts count with the same number. */
  static final int OVERHEAD = 100;

  private Weight() {}
}
