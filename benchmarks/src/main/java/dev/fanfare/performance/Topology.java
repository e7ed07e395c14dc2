package dev.fanfare.performance;

/** What is started for a run. */
enum Topology {
  MEMORY(1, false),
  /** The server may use the load's core as well. */
  MEMORY_ON_ALL_CORES(1, false),
  REDIS(1, true),
  /** Sockets at the first, publishers at the second. */
  TWO_INSTANCES(2, true),
  /** All on all cores. */
  THREE_INSTANCES(3, true);

  private final int instances;
  private final boolean redis;

  Topology(int instances, boolean redis) {
    this.instances = instances;
    this.redis = redis;
  }

  int instances() {
    return instances;
  }

  boolean hasRedis() {
    return redis;
  }

  /** Whether it keeps off the load's core. */
  boolean isPinned() {
    return this != MEMORY_ON_ALL_CORES && this != THREE_INSTANCES;
  }
}
