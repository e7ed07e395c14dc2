package dev.fanfare.publish;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.metrics.Timing;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import jakarta.inject.Singleton;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * The one way to publish, for sockets and for HTTP. It counts what is stored; {@link Failures}
 * counts what is not. Safe for any thread.
 */
@Singleton
public final class Publisher {
  private final Backplane backplane;
  private final Failures failures;
  private final Metrics metrics;

  public Publisher(Backplane backplane, Failures failures, Metrics metrics) {
    this.backplane = backplane;
    this.failures = failures;
    this.metrics = metrics;
  }

  /**
   * Stores the publication and sends it to the followers, or refuses it. The stage never fails; it
   * completes on any thread.
   */
  public CompletionStage<Outcome> publish(Publication publication) {
    long begunNanos = System.nanoTime();
    try {
      return backplane
          .publish(publication)
          .handle((result, failure) -> {
            metrics.record(Timing.PUBLISH, System.nanoTime() - begunNanos);
            return outcome(publication, result, failure);
          });
    } catch (RuntimeException bug) {
      return CompletableFuture.completedStage(outcome(publication, null, bug));
    }
  }

  private Outcome outcome(
      Publication publication, @Nullable PublishResult result, @Nullable Throwable failure) {
    return switch (result) {
      case PublishResult.Stored stored -> {
        metrics.add(Metric.PUBLISHED, stored.count());
        yield new Outcome.Stored(stored, false);
      }
      case PublishResult.Replayed replayed -> new Outcome.Stored(replayed.before(), true);
      case PublishResult.Mismatch _ -> refused(publication, mismatch(publication));
      case PublishResult.Full full ->
          refused(publication, new ProtocolException(ErrorCode.STATE_FULL, full.limit()));
      case null -> refused(publication, failure);
    };
  }

  private static ProtocolException mismatch(Publication publication) {
    return new ProtocolException(
        ErrorCode.IDEMPOTENCY_MISMATCH,
        "idempotency key "
            + InvalidValueException.shown(String.valueOf(publication.idempotencyKey()))
            + " was used for other events in topic \""
            + publication.topic()
            + "\" a moment ago: expected the same events, or another key");
  }

  private Outcome refused(Publication publication, @Nullable Throwable failure) {
    return failures.refused("publishing to " + publication.topic(), failure);
  }
}
