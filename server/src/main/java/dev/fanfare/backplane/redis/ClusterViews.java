package dev.fanfare.backplane.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** Asks nodes of a Redis Cluster what they report about all its nodes. */
final class ClusterViews {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /**
   * How many nodes are asked at the same time. One would do, but it might be the one that was cut
   * off.
   */
  private static final int ASKED = 4;

  private final Connector connector;

  ClusterViews(Connector connector) {
    this.connector = connector;
  }

  /**
   * The views of some masters; if none of them answers, the view of the first other node that does.
   */
  CompletionStage<List<ClusterMap.NodeView>> of(
      Map<HostPort, Shard> shards, List<HostPort> everybody) {
    List<CompletableFuture<Optional<ClusterMap.NodeView>>> asked = new ArrayList<>();
    List<HostPort> masters = new ArrayList<>(shards.keySet());
    Collections.shuffle(masters);
    for (HostPort master : masters) {
      Optional.ofNullable(shards.get(master))
          .flatMap(Shard::commands)
          .filter(_ -> asked.size() < ASKED)
          .map(connection -> ask(master, connection))
          .map(view -> view.handle((it, _) -> Optional.ofNullable(it)))
          .ifPresent(asked::add);
    }
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenApply(_ -> asked.stream().flatMap(it -> it.join().stream()).toList())
        .thenCompose(views ->
            views.isEmpty()
                ? ofAny(everybody).thenApply(List::of)
                : CompletableFuture.completedStage(views));
  }

  /** The view of the first of these nodes that answers. */
  CompletionStage<ClusterMap.NodeView> ofAny(List<HostPort> nodes) {
    return askAnew(nodes.getFirst())
        .exceptionallyCompose(failure ->
            nodes.size() == 1
                ? CompletableFuture.failedStage(failure)
                : ofAny(nodes.subList(1, nodes.size())));
  }

  private CompletionStage<ClusterMap.NodeView> askAnew(HostPort node) {
    return connector
        .commands(node)
        .thenCompose(made -> Connector.checked(made, connector.inspect(made)))
        .thenCompose(made -> ask(node, made).whenComplete((_, _) -> made.closeAsync()));
  }

  private static CompletableFuture<ClusterMap.NodeView> ask(
      HostPort node, StatefulRedisConnection<String, String> connection) {
    return connection
        .async()
        .clusterNodes()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(lines -> new ClusterMap.NodeView(node, lines));
  }
}
