package dev.fanfare.attack;

import java.util.List;

/** The deployment of the attacked server. */
enum Setup {
  MEMORY(256, false),
  REDIS(256, true),

  /**
   * A small heap, for attacks that fill it: it is full sooner, and every bound holds for it as
   * well.
   */
  SMALL(128, false),
  SMALL_REDIS(128, true);

  static final List<Setup> ALONE = List.of(MEMORY);
  static final List<Setup> BOTH = List.of(MEMORY, REDIS);
  static final List<Setup> SHARED = List.of(REDIS);
  static final List<Setup> FULL = List.of(SMALL);
  static final List<Setup> BOTH_FULL = List.of(SMALL, SMALL_REDIS);

  private final int heapMiB;
  private final boolean hasRedis;

  Setup(int heapMiB, boolean hasRedis) {
    this.heapMiB = heapMiB;
    this.hasRedis = hasRedis;
  }

  int heapMiB() {
    return heapMiB;
  }

  boolean hasRedis() {
    return hasRedis;
  }
}
