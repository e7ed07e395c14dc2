package dev.fanfare;

import dev.fanfare.backplane.redis.RedisSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The settings of Redis, under {@code fanfare.redis.} or as environment variables: {@code
 * fanfare.redis.min-replicas} is {@code FANFARE_REDIS_MIN_REPLICAS}. Null means not set.
 *
 * @param uri the address of Redis
 * @param minReplicas replicas that must have an event before its publisher is answered; with fewer
 *     503
 * @param replicasTimeout how long to wait for the replicas
 * @param prefix the beginning of the names of all keys and channels
 */
@Requires(property = "fanfare.redis.uri")
@ConfigurationProperties("fanfare.redis")
record RedisConfiguration(
    String uri,
    @Nullable Integer minReplicas,
    @Nullable Duration replicasTimeout,
    @Nullable String prefix) {

  RedisSettings settings() {
    RedisSettings usual = RedisSettings.of(uri);
    return new RedisSettings(
        uri,
        Objects.requireNonNullElse(minReplicas, usual.minReplicas()),
        Objects.requireNonNullElse(replicasTimeout, usual.replicasTimeout()),
        Objects.requireNonNullElse(prefix, usual.prefix()));
  }
}
