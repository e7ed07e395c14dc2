package dev.fanfare.faults;

import static dev.fanfare.faults.Topology.CLUSTER;
import static dev.fanfare.faults.Topology.MEMORY;
import static dev.fanfare.faults.Topology.REDIS;
import static dev.fanfare.faults.Topology.SENTINEL;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisSentinels;
import dev.fanfare.RedisServer;
import java.time.Duration;
import java.util.List;

/**
 * The faults. Each begins, lasts a while, and ends when everything that was taken away is back. The
 * time to convergence counts from that end.
 */
enum Fault {
  INSTANCE_KILLED("an instance is killed and started again", MEMORY, REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      // Without Redis this loses all events.
      scene.stage().instance(scene.victim()).kill();
      return Ending.at(() -> scene.stage().restart(scene.victim()));
    }
  },
  INSTANCE_HANGS("an instance hangs (SIGSTOP)", MEMORY, REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().instance(scene.victim()).pause();
      return Ending.at(() -> scene.stage().instance(scene.victim()).resume());
    }
  },
  READERS_CUT("all readers are cut at once", MEMORY, REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      scene.check().cutAll();
      return Ending.NOW;
    }
  },
  READERS_STOP("all readers stop reading", MEMORY, REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      scene.check().stopReading();
      return Ending.at(() -> scene.check().calm());
    }
  },
  REDIS_RESTARTS_EMPTY("Redis is killed and comes back empty", REDIS) {
    @Override
    Ending begin(Scene scene) {
      RedisServer redis = scene.master();
      redis.kill();
      return Ending.at(redis::restart);
    }
  },
  REDIS_HANGS(
      "the topic's Redis hangs for less than a failover (SIGSTOP)", REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      RedisServer redis = scene.master();
      redis.pause();
      return Ending.at(redis::resume);
    }
  },
  PUBSUB_KILLED("CLIENT KILL TYPE pubsub", REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().redis().killPubSub();
      return Ending.NOW;
    }
  },
  COMMANDS_KILLED("CLIENT KILL TYPE normal", REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().redis().nodes().forEach(node -> node.ask("CLIENT KILL TYPE normal"));
      return Ending.NOW;
    }
  },
  FLUSHED("FLUSHALL", REDIS, SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().redis().flushAll();
      return Ending.NOW;
    }
  },
  NETWORK_CUT("the network of an instance to Redis is cut", REDIS) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().proxy(scene.victim()).cut();
      return Ending.at(() -> scene.stage().proxy(scene.victim()).heal());
    }
  },
  NETWORK_SWALLOWS("that network swallows all that is sent", REDIS) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().proxy(scene.victim()).swallow();
      return Ending.at(() -> scene.stage().proxy(scene.victim()).heal());
    }
  },
  NETWORK_SLOW("that network takes 200 ms each way", REDIS) {
    @Override
    Ending begin(Scene scene) {
      scene.stage().proxy(scene.victim()).delay(Duration.ofMillis(200));
      return Ending.at(() -> scene.stage().proxy(scene.victim()).heal());
    }
  },
  COMMANDS_PAUSED("CLIENT PAUSE 600 at the topic's master", SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      RedisServer redis = scene.master();
      redis.ask("CLIENT PAUSE 600 ALL");
      // An UNPAUSE would have to wait as well.
      return Ending.at(() -> await().atMost(PATIENCE).until(() -> redis.answers("PING", "PONG")));
    }
  },
  OTHER_NODE_KILLED("another node than the topic's master is killed", SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      RedisServer redis = scene.other();
      redis.kill();
      return Ending.at(redis::restart);
    }
  },
  MASTER_KILLED("the topic's master is killed, a replica takes over", SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      RedisServer old = scene.master();
      old.kill();
      return new Ending(() -> awaitSuccessor(scene, old), old::restart);
    }
  },
  MASTER_HANGS("the topic's master hangs until a replica takes over", SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      RedisServer old = scene.master();
      old.pause();
      return new Ending(() -> awaitSuccessor(scene, old), old::resume);
    }
  },
  FAILOVER_ORDERED("an operator has a replica take over", SENTINEL, CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      RedisServer old = scene.master();
      return switch (scene.stage().redis()) {
        case RedisSentinels sentinels -> {
          sentinels.failOver(old);
          yield Ending.at(() -> awaitSuccessor(scene, old, () -> sentinels.failOver(old)));
        }
        case RedisCluster cluster -> {
          cluster.replicas(scene.topic()).getFirst().ask("CLUSTER FAILOVER");
          yield Ending.at(() -> awaitSuccessor(scene, old));
        }
        default -> throw new IllegalStateException("nobody could take over");
      };
    }
  },
  SLOT_MOVED("the topic's slot moves to another master", CLUSTER) {
    @Override
    Ending begin(Scene scene) {
      ((RedisCluster) scene.stage().redis()).moveSlot(scene.topic());
      return Ending.NOW;
    }
  };

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /**
   * How a fault ends.
   *
   * @param end ends the fault
   * @param repair afterwards restarts the servers that others have replaced
   */
  record Ending(Runnable end, Runnable repair) {
    static final Ending NOW = at(() -> {});

    static Ending at(Runnable end) {
      return new Ending(end, () -> {});
    }
  }

  private final String description;

  /** Immutable: it comes from List.of. */
  @SuppressWarnings("ImmutableEnumChecker")
  private final List<Topology> topologies;

  Fault(String description, Topology... topologies) {
    this.description = description;
    this.topologies = List.of(topologies);
  }

  abstract Ending begin(Scene scene);

  boolean suits(Topology topology) {
    return topologies.contains(topology);
  }

  @Override
  public String toString() {
    return description;
  }

  private static void awaitSuccessor(Scene scene, RedisServer old) {
    awaitSuccessor(scene, old, () -> {});
  }

  private static void awaitSuccessor(Scene scene, RedisServer old, Runnable insist) {
    await("successor of " + old)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .ignoreExceptions()
        .until(() -> {
          insist.run();
          RedisServer master = scene.master();
          return master != old && master.answers("INFO replication", "role:master");
        });
  }
}
