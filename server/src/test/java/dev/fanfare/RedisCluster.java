package dev.fanfare;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A Redis Cluster of three masters, each with one replica. */
public final class RedisCluster implements RedisTopology {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int MASTERS = 3;
  private static final int NODES = 2 * MASTERS;

  /** A node that is silent for this long is down. */
  private static final int NODE_TIMEOUT_MILLIS = 1_500;

  private final List<RedisServer> nodes;

  private RedisCluster(Supplier<RedisServer> node) {
    nodes = Stream.generate(node).limit(NODES).toList();
    create();
  }

  /** Starts it, and waits until a failover is possible. */
  public static RedisCluster start() {
    return start(
        () -> RedisServer.start(options("--cluster-port", String.valueOf(FreePort.find()))));
  }

  /** Starts one with the oldest version, whose Pub/Sub is not limited to a shard. */
  public static RedisCluster startOldest() {
    return start(() -> RedisServer.startOldest(options()));
  }

  private static RedisCluster start(Supplier<RedisServer> node) {
    RedisCluster started = new RedisCluster(node);
    started.awaitHealthy();
    return started;
  }

  @Override
  public String uri() {
    return "redis-cluster://" + nodes.stream().map(RedisServer::address).collect(joining(","));
  }

  @Override
  public List<RedisServer> nodes() {
    return nodes;
  }

  /** The node that calls itself the master of the slot, and sees the whole cluster. */
  @Override
  public RedisServer master(String topic) {
    int slot = slot(topic);
    for (RedisServer node : nodes) {
      if (owns(node, slot)) {
        return node;
      }
    }
    throw new IllegalStateException("nobody owns slot " + slot);
  }

  public List<RedisServer> replicas(String topic) {
    String id = id(master(topic));
    return nodes.stream()
        .filter(node -> self(node).matches(".*myself,slave " + id + " .*"))
        .toList();
  }

  /** A master that does not keep this topic. */
  public RedisServer otherMaster(String topic) {
    RedisServer master = master(topic);
    return nodes.stream()
        .filter(node -> node != master && self(node).contains("myself,master"))
        .findFirst()
        .orElseThrow();
  }

  /** Moves the topic's whole slot to another master, like {@code redis-cli}. */
  public void moveSlot(String topic) {
    RedisServer from = master(topic);
    RedisServer to = otherMaster(topic);
    String slot = String.valueOf(slot(topic));
    ok(to, "CLUSTER SETSLOT " + slot + " IMPORTING " + id(from));
    ok(from, "CLUSTER SETSLOT " + slot + " MIGRATING " + id(to));
    for (List<String> keys = keys(from, slot); !keys.isEmpty(); keys = keys(from, slot)) {
      ok(from, "MIGRATE 127.0.0.1 " + to.port() + "  0 5000 KEYS " + String.join(" ", keys));
    }
    for (RedisServer node : List.of(to, from)) {
      ok(node, "CLUSTER SETSLOT " + slot + " NODE " + id(to));
    }
  }

  /** Waits until every node knows all others, all are up, and every replica is up to date. */
  @Override
  public void awaitHealthy() {
    await("health of the cluster")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> nodes.stream().allMatch(this::isHealthy));
  }

  @Override
  public void close() {
    nodes.forEach(RedisServer::close);
  }

  private boolean isHealthy(RedisServer node) {
    if (!node.answers("CLUSTER INFO", "cluster_state:ok")) {
      return false;
    }
    List<String> seen = view(node);
    String role = node.ask("INFO replication");
    return seen.size() == NODES
        && seen.stream().noneMatch(it -> it.matches("(?s).*(fail|handshake|noaddr|disconnected).*"))
        && seen.stream().filter(it -> it.contains("master")).count() == MASTERS
        && (role.contains("role:master") || role.contains("master_link_status:up"))
        && (role.contains("role:slave") || role.contains("state=online"));
  }

  private static boolean owns(RedisServer node, int slot) {
    if (!node.answers("PING", "PONG") || !node.answers("CLUSTER INFO", "cluster_state:ok")) {
      return false;
    }
    return Arrays.stream(self(node).split(" "))
        .skip(8)
        .filter(range -> !range.startsWith("["))
        .map(range -> range.split("-"))
        .anyMatch(range ->
            Integer.parseInt(range[0]) <= slot
                && slot <= Integer.parseInt(range[range.length - 1]));
  }

  /** The slot that the keys of this topic are in. */
  public int slot(String topic) {
    String answer =
        nodes.stream()
            .filter(node -> node.answers("PING", "PONG"))
            .findFirst()
            .orElseThrow()
            .ask("CLUSTER KEYSLOT " + topic);
    return Integer.parseInt(answer.lines().findFirst().orElseThrow().substring(1));
  }

  private static List<String> keys(RedisServer node, String slot) {
    return node.ask("CLUSTER GETKEYSINSLOT " + slot + " 100")
        .lines()
        .filter(line -> line.startsWith("fanfare:"))
        .toList();
  }

  private static String id(RedisServer node) {
    return node.ask("CLUSTER MYID").lines().skip(1).findFirst().orElseThrow();
  }

  /** The node's own line in its view. */
  private static String self(RedisServer node) {
    if (!node.answers("PING", "PONG")) {
      return "";
    }
    return view(node).stream().filter(it -> it.contains("myself")).findFirst().orElse("");
  }

  /** The node's view: a line of {@code CLUSTER NODES} for each node. */
  private static List<String> view(RedisServer node) {
    return node.ask("CLUSTER NODES").lines().filter(line -> line.contains("@")).toList();
  }

  private static void ok(RedisServer node, String command) {
    String answer = node.ask(command);
    if (answer.startsWith("-")) {
      throw new IllegalStateException("'%s' to %s: %s".formatted(command, node, answer));
    }
  }

  private static String[] options(String... more) {
    List<String> options = new ArrayList<>(List.of(more));
    options.addAll(List.of("--cluster-enabled", "yes"));
    options.addAll(List.of("--cluster-node-timeout", String.valueOf(NODE_TIMEOUT_MILLIS)));
    options.addAll(List.of("--repl-diskless-sync-delay", "0"));
    return options.toArray(String[]::new);
  }

  private void create() {
    List<String> command = new ArrayList<>(List.of("redis-cli", "--cluster", "create"));
    nodes.forEach(node -> command.add(node.address()));
    command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = process.inputReader().readAllAsString();
      if (process.waitFor() != 0) {
        throw new IllegalStateException(said);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
