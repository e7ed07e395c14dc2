package dev.fanfare.api;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/** Publishes for HTTP: what is refused becomes what the {@link FailureHandler} makes a problem. */
@Singleton
final class Publisher {
  private final Backplane backplane;
  private final Metrics metrics;

  Publisher(Backplane backplane, Metrics metrics) {
    this.backplane = backplane;
    this.metrics = metrics;
  }

  CompletionStage<PublishResult.Stored> publish(Publication publication) {
    return backplane
        .publish(publication)
        .thenApply(result ->
            switch (result) {
              case PublishResult.Stored stored -> {
                metrics.add(Metric.PUBLISHED, stored.positions().size());
                yield stored;
              }
              case PublishResult.Full full ->
                  throw new ProtocolException(ErrorCode.STATE_FULL, full.limit());
            });
  }
}
