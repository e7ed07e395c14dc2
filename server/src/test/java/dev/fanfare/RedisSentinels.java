package dev.fanfare;

import static java.util.stream.Collectors.joining;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A master and two replicas, watched by three sentinels that promote a replica if the master dies.
 */
public final class RedisSentinels implements RedisTopology {
  public static final String MASTER = "board";

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int SENTINELS = 3;

  /** A node that is silent for this long is down. */
  private static final int DOWN_AFTER_MILLIS = 1_000;

  private static final int FAILOVER_TIMEOUT_MILLIS = 3_000;

  private final List<RedisServer> nodes;
  private final List<RedisServer> sentinels;

  private RedisSentinels() {
    RedisServer master = node();
    String[] replica = {"--replicaof", "127.0.0.1", String.valueOf(master.port())};
    nodes = List.of(master, node(replica), node(replica));
    sentinels = IntStream.range(0, SENTINELS).mapToObj(_ -> sentinel(master)).toList();
  }

  /** Starts them, and waits until a failover is possible. */
  public static RedisSentinels start() {
    RedisSentinels started = new RedisSentinels();
    started.awaitHealthy();
    return started;
  }

  @Override
  public String uri() {
    String hosts = sentinels.stream().map(RedisServer::address).collect(joining(","));
    return "redis-sentinel://" + hosts + "#" + MASTER;
  }

  @Override
  public List<RedisServer> nodes() {
    return nodes;
  }

  public List<RedisServer> sentinels() {
    return sentinels;
  }

  @Override
  public RedisServer master(String topic) {
    return nodes.stream()
        .filter(node -> sentinels.stream().allMatch(it -> isMaster(node, it)))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("the sentinels do not agree on a master"));
  }

  /**
   * Asks Sentinel for a failover from this master, like an operator, and returns at once. Sentinel
   * may refuse or give up. If it is asked again, it begins again, or answers that one is in
   * progress.
   */
  public void failOver(RedisServer master) {
    RedisServer sentinel = sentinels.getFirst();
    if (isMaster(master, sentinel)) {
      sentinel.ask("SENTINEL FAILOVER " + MASTER);
    }
  }

  @Override
  public void awaitHealthy() {
    await("health of Redis with Sentinel")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .until(() -> nodes.stream().anyMatch(this::leads));
  }

  @Override
  public void close() {
    Stream.concat(sentinels.stream(), nodes.stream()).forEach(RedisServer::close);
  }

  /**
   * Whether the node is the master for all sentinels, they see each other, and it has all replicas.
   */
  private boolean leads(RedisServer node) {
    int others = nodes.size() - 1;
    return sentinels.stream()
            .allMatch(it ->
                isMaster(node, it)
                    && it.answers("SENTINEL CKQUORUM " + MASTER, "OK 3 usable")
                    && it.answers("INFO sentinel", "status=ok")
                    && it.answers("INFO sentinel", "slaves=" + others))
        && node.answers("INFO replication", "role:master")
        && IntStream.range(0, others)
            .allMatch(i ->
                node.ask("INFO replication").matches("(?s).*slave" + i + ":[^\n]*state=online.*"));
  }

  private static boolean isMaster(RedisServer node, RedisServer sentinel) {
    return sentinel.answers(
        "SENTINEL GET-MASTER-ADDR-BY-NAME " + MASTER, "\r\n" + node.port() + "\r\n");
  }

  private static RedisServer node(String... options) {
    return RedisServer.start(
        Stream.concat(Stream.of("--repl-diskless-sync-delay", "0"), Stream.of(options))
            .toArray(String[]::new));
  }

  private static RedisServer sentinel(RedisServer master) {
    try {
      Path file = Files.createTempFile("fanfare-sentinel", ".conf");
      file.toFile().deleteOnExit();
      Files.writeString(
          file,
          """
          sentinel monitor %1$s 127.0.0.1 %2$d 2
          sentinel down-after-milliseconds %1$s %3$d
          sentinel failover-timeout %1$s %4$d
          """
              .formatted(MASTER, master.port(), DOWN_AFTER_MILLIS, FAILOVER_TIMEOUT_MILLIS));
      return RedisServer.start(file.toString(), "--sentinel");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
