package dev.fanfare.client.micronaut;

import dev.fanfare.client.Fanfare;
import dev.fanfare.client.Status;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.health.HealthStatus;
import io.micronaut.management.endpoint.health.HealthEndpoint;
import io.micronaut.management.health.indicator.HealthIndicator;
import io.micronaut.management.health.indicator.HealthResult;
import io.reactivex.rxjava3.core.Single;
import jakarta.inject.Singleton;
import java.util.Map;
import org.reactivestreams.Publisher;

/**
 * UP while a server is ready and followed topics are not cut off; otherwise DOWN with the reason.
 */
@Singleton
@Requires(beans = {Fanfare.class, HealthEndpoint.class})
final class FanfareHealth implements HealthIndicator {
  private static final String NAME = "fanfare";

  private final Fanfare fanfare;

  FanfareHealth(Fanfare fanfare) {
    this.fanfare = fanfare;
  }

  @Override
  public Publisher<HealthResult> getResult() {
    return switch (fanfare.status()) {
      case Status.Waiting waiting -> Publishers.just(down(waiting.reason()));
      case Status.Failed failed -> Publishers.just(down(failed.reason()));
      case Status.Closed ignored -> Publishers.just(down("the client was closed"));
      case Status.Idle ignored -> check();
      case Status.Connecting ignored -> check();
      case Status.Open ignored -> check();
    };
  }

  private Publisher<HealthResult> check() {
    return fanfare
        .check()
        .andThen(Single.fromSupplier(() -> HealthResult.builder(NAME, HealthStatus.UP).build()))
        .onErrorReturn(failure -> down(String.valueOf(failure.getMessage())))
        .toFlowable();
  }

  private static HealthResult down(String reason) {
    return HealthResult.builder(NAME, HealthStatus.DOWN).details(Map.of("reason", reason)).build();
  }
}
