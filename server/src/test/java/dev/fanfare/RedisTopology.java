package dev.fanfare;

import java.util.List;

/** Redis as users run it: one server, one watched by Sentinel, or a Cluster; real processes. */
public interface RedisTopology extends AutoCloseable {
  /** The value for {@code --redis}. */
  String uri();

  /** All servers that keep data, masters and replicas; some may be down. */
  List<RedisServer> nodes();

  /** The master of this topic at the moment, as the other nodes agree. */
  RedisServer master(String topic);

  /** Waits until every node is up in its role, has the data of its master, and takes writes. */
  void awaitHealthy();

  @Override
  void close();

  /** Deletes all data on all nodes. */
  default void flushAll() {
    nodes().forEach(node -> node.ask("FLUSHALL"));
  }

  /** Cuts the Pub/Sub connections. */
  default void killPubSub() {
    nodes().forEach(node -> node.ask("CLIENT KILL TYPE pubsub"));
  }
}
