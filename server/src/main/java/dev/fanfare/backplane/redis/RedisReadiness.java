package dev.fanfare.backplane.redis;

import io.micronaut.context.annotation.Requires;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Names a setting of Redis that can lose topics. An instance is ready nevertheless. */
@Readiness
@Singleton
@Requires(beans = RedisBackplane.class)
final class RedisReadiness implements HealthIndicator {
  private final RedisBackplane backplane;

  RedisReadiness(RedisBackplane backplane) {
    this.backplane = backplane;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(() -> {
      HealthResult.Builder up = HealthResult.builder("redis", HealthStatus.UP);
      backplane
          .eviction()
          .ifPresent(policy ->
              up.details(
                  Map.of(
                      "maxmemory-policy",
                      policy,
                      "warning",
                      "expected noeviction: may delete topics")));
      return up.build();
    });
  }
}
