package dev.fanfare.protocol;

/** What the one who answers with a delta knows of the store. */
public enum Freshness {
  /** It leads to what the store holds. */
  CURRENT,
  /** The store cannot be reached: by now it may hold something else. */
  STALE
}
