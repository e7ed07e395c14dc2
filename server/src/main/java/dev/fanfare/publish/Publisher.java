package dev.fanfare.publish;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletionStage;

/**
 * Publishes for HTTP. What is refused for lack of room fails like what is refused for what it says:
 * with a {@link ProtocolException}, and nothing is stored.
 */
@Singleton
public final class Publisher {
  private final Backplane backplane;
  private final Metrics metrics;

  public Publisher(Backplane backplane, Metrics metrics) {
    this.backplane = backplane;
    this.metrics = metrics;
  }

  /** Stores and tells it; {@link Failures} says what a failure means. */
  public CompletionStage<PublishResult.Stored> publish(Publication publication) {
    return backplane
        .publish(publication)
        .thenApply(result ->
            switch (result) {
              case PublishResult.Stored stored -> {
                metrics.add(Metric.PUBLISHED, stored.count());
                yield stored;
              }
              case PublishResult.Full full ->
                  throw new ProtocolException(ErrorCode.STATE_FULL, full.limit());
            });
  }
}
