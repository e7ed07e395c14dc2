package dev.fanfare;

import java.util.List;

/** Redis as users run it: one server, one watched by Sentinel, or a Cluster; real processes. */
public interface RedisTopology extends AutoCloseable {
  /** What {@code --redis} takes. */
  String uri();

  /** Every server that keeps data, masters and replicas; some may be down. */
  List<RedisServer> nodes();

  /** Who keeps this topic at the moment, as the others of its kind agree. */
  RedisServer master(String topic);

  /** Waits until every node is up in its role, in step with its master, and takes writes. */
  void awaitHealthy();

  @Override
  void close();

  /** Loses everything, wherever it is. */
  default void flushAll() {
    nodes().forEach(node -> node.ask("FLUSHALL"));
  }

  /** Cuts the connections on which Redis tells. */
  default void killPubSub() {
    nodes().forEach(node -> node.ask("CLIENT KILL TYPE pubsub"));
  }
}
