package dev.fanfare.backplane;

import io.micronaut.health.HealthStatus;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.micronaut.management.health.indicator.annotation.Readiness;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** An instance is ready only while it can write to the store and receives its messages. */
@Readiness
@Singleton
final class BackplaneReadiness implements HealthIndicator {
  private final Backplane backplane;

  BackplaneReadiness(Backplane backplane) {
    this.backplane = backplane;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return Mono.fromSupplier(() ->
        backplane
            .outage()
            .map(this::down)
            .orElseGet(() -> HealthResult.builder("backplane", HealthStatus.UP).build()));
  }

  private HealthResult down(String reason) {
    return HealthResult.builder("backplane", HealthStatus.DOWN)
        .details(Map.of("reason", reason))
        .build();
  }
}
