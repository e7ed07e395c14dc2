package dev.fanfare.protocol;

/** Whether a delta is up to date with the store. */
public enum Freshness {
  /** The delta leads to the state of the store. */
  CURRENT,
  /** The store cannot be reached, and its state may have changed. */
  STALE
}
