package dev.fanfare.performance;

/** The processes of a run. */
enum Topology {
  MEMORY(1, false),
  /** The server may use the load's core as well. */
  MEMORY_ON_ALL_CORES(1, false),
  REDIS(1, true),
  /** The sockets are at the first instance, the publishers at the second. */
  TWO_INSTANCES(2, true),
  /** All processes may use all cores. */
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

  /** Whether the server does not use the load's core. */
  boolean isPinned() {
    return this != MEMORY_ON_ALL_CORES && this != THREE_INSTANCES;
  }
}
