package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import io.lettuce.core.cluster.SlotHash;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The shards of a Redis Cluster: each master has the topics of its slots. The map of the slots is
 * read again every beat, and whenever a command is answered with {@code MOVED}.
 *
 * <p>Scripts never follow a redirection: while a slot moves, their keys are on two nodes and
 * neither node runs them. After the move the map names the new node.
 */
final class ClusterShards implements Shards {
  private final Connector connector;
  private final RedisSettings settings;
  private final TopicKeys keys;
  private final List<HostPort> seeds;
  private final ClusterViews views;
  private final Map<HostPort, Shard> shards = new ConcurrentHashMap<>();
  private final List<CompletableFuture<Object>> waiting = new ArrayList<>();
  private volatile ClusterMap map = ClusterMap.of(List.of());
  private Shard.@Nullable Observer observer;

  ClusterShards(Connector connector, RedisSettings settings, List<HostPort> seeds) {
    this.connector = connector;
    this.settings = settings;
    this.keys = connector.keys();
    this.seeds = seeds;
    this.views = new ClusterViews(connector);
  }

  /** Succeeds if at least one master can be reached: the others may be in a failover. */
  @Override
  public CompletionStage<?> open(Shard.Observer newObserver) {
    observer = newObserver;
    return views
        .ofAny(seeds)
        .thenApplyAsync(view -> apply(ClusterMap.of(List.of(view))), connector.keeper())
        .thenCompose(ClusterShards::anyOf);
  }

  @Override
  public Optional<Shard> of(TopicName topic) {
    HostPort owner = map.owner(SlotHash.getSlot(keys.channel(topic)));
    return owner == null ? Optional.empty() : Optional.ofNullable(shards.get(owner));
  }

  @Override
  public Collection<Shard> all() {
    return shards.values();
  }

  @Override
  public Optional<String> trouble() {
    int orphans = map.orphans();
    return orphans == 0
        ? Optional.empty()
        : Optional.of(
            String.format(Locale.ROOT, "%d slots of the Redis Cluster have no master", orphans));
  }

  @Override
  public CompletionStage<?> refresh() {
    CompletableFuture<Object> known = new CompletableFuture<>();
    connector
        .keeper()
        .execute(() -> {
          waiting.add(known);
          if (waiting.size() == 1) {
            views
                .of(shards, everybody())
                .whenCompleteAsync((seen, _) -> onViews(seen), connector.keeper());
          }
        });
    return known;
  }

  private void onViews(@Nullable List<ClusterMap.NodeView> seen) {
    if (seen != null) {
      var _ = apply(ClusterMap.of(seen));
    }
    List<CompletableFuture<Object>> asked = List.copyOf(waiting);
    waiting.clear();
    asked.forEach(it -> it.complete(true));
  }

  private List<HostPort> everybody() {
    List<HostPort> everybody = new ArrayList<>(map.nodes());
    everybody.addAll(seeds);
    return everybody;
  }

  /** Opens the shards that are new; returns the results. On the keeper's thread. */
  private List<CompletionStage<?>> apply(ClusterMap next) {
    Set<HostPort> masters = next.masters();
    if (masters.isEmpty() || next.hasOwnersOf(map)) {
      return List.of();
    }
    map = next; // set first: a new shard looks up its pulse key in it as soon as it is connected
    List<CompletionStage<?>> opened = new ArrayList<>();
    for (HostPort master : masters) {
      if (!shards.containsKey(master)) {
        Shard shard = shard(master);
        shards.put(master, shard);
        opened.add(shard.open());
      }
    }
    Objects.requireNonNull(observer).onChange();
    shards.entrySet().stream()
        .filter(it -> !masters.contains(it.getKey()))
        .toList()
        .forEach(it -> {
          shards.remove(it.getKey());
          it.getValue().close();
        });
    return opened;
  }

  private Shard shard(HostPort master) {
    var location =
        new Shard.Location(
            () -> CompletableFuture.completedStage(List.of(master)), () -> pulseKey(master));
    return new Shard(connector, settings, location, Objects.requireNonNull(observer));
  }

  /** A key in one of the slots of this master. */
  private String pulseKey(HostPort master) {
    ClusterMap now = map;
    return IntStream.range(0, 2 * SlotHash.SLOT_COUNT)
        .mapToObj(keys::pulse)
        .filter(key -> master.equals(now.owner(SlotHash.getSlot(key))))
        .findFirst()
        .orElseGet(keys::pulse);
  }

  /** Completes when all have been tried; fails if none could be reached. */
  private static CompletionStage<?> anyOf(List<CompletionStage<?>> opened) {
    if (opened.isEmpty()) {
      return CompletableFuture.failedStage(
          new WrongRedisException("is a node of a Redis Cluster in which no master has a slot"));
    }
    CompletableFuture<?>[] all =
        opened.stream().map(CompletionStage::toCompletableFuture).toArray(CompletableFuture[]::new);
    return CompletableFuture.allOf(all)
        .exceptionallyCompose(failure ->
            Arrays.stream(all).allMatch(CompletableFuture::isCompletedExceptionally)
                ? CompletableFuture.failedStage(failure)
                : CompletableFuture.completedStage(null));
  }
}
