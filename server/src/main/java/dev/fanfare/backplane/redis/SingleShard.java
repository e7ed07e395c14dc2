package dev.fanfare.backplane.redis;

import dev.fanfare.topic.TopicName;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One master keeps all topics. Each of its connections finds out where the master is whenever it
 * connects.
 */
final class SingleShard implements Shards {
  private final Connector connector;
  private final RedisSettings settings;
  private final TopicKeys keys;
  private final Supplier<CompletionStage<List<HostPort>>> masters;
  private volatile @Nullable Shard shard;

  SingleShard(
      Connector connector,
      RedisSettings settings,
      Supplier<CompletionStage<List<HostPort>>> masters) {
    this.connector = connector;
    this.settings = settings;
    this.keys = connector.keys();
    this.masters = masters;
  }

  @Override
  public CompletionStage<?> open(Shard.Observer observer) {
    Shard made = new Shard(connector, settings, new Shard.Location(masters, keys::pulse), observer);
    shard = made;
    return made.open();
  }

  @Override
  public Optional<Shard> of(TopicName topic) {
    return Optional.ofNullable(shard);
  }

  @Override
  public Collection<Shard> all() {
    Shard only = shard;
    return only == null ? List.of() : List.of(only);
  }

  @Override
  public CompletionStage<?> refresh() {
    return CompletableFuture.completedStage(true);
  }

  @Override
  public Optional<String> trouble() {
    return Optional.empty();
  }
}
