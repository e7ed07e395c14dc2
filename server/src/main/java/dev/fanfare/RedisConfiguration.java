package dev.fanfare;

import dev.fanfare.backplane.redis.RedisSettings;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;

/**
 * What can be set of Redis, under {@code fanfare.redis.}, or as environment variables: {@code
 * fanfare.redis.min-replicas} is {@code FANFARE_REDIS_MIN_REPLICAS}.
 *
 * @param uri where it is
 * @param minReplicas replicas that must have an event before its publisher is answered; with fewer
 *     503
 * @param replicasTimeout how long they are waited for
 * @param prefix what the names of all keys and channels begin with
 */
@Requires(property = "fanfare.redis.uri")
@ConfigurationProperties("fanfare.redis")
record RedisConfiguration(
    String uri,
    @Bindable(defaultValue = "0") int minReplicas,
    @Bindable(defaultValue = "1s") Duration replicasTimeout,
    @Bindable(defaultValue = RedisSettings.PREFIX) String prefix) {

  RedisSettings settings() {
    return new RedisSettings(uri, minReplicas, replicasTimeout, prefix);
  }
}
