package dev.fanfare.faults;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisSentinels;
import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import java.util.Optional;

/** The store that instances share. */
enum Topology {
  /** Nothing: one instance alone. */
  MEMORY(1),
  /** One Redis, with a proxy of its own for each instance. */
  REDIS(3),
  /** A master, two replicas, three sentinels. */
  SENTINEL(3),
  /** Three masters, each with one replica. */
  CLUSTER(3);

  private final int instances;

  Topology(int instances) {
    this.instances = instances;
  }

  int instances() {
    return instances;
  }

  Optional<RedisTopology> start() {
    return switch (this) {
      case MEMORY -> Optional.empty();
      case REDIS -> Optional.of(RedisServer.start());
      case SENTINEL -> Optional.of(RedisSentinels.start());
      case CLUSTER -> Optional.of(RedisCluster.start());
    };
  }
}
