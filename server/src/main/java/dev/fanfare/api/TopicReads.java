package dev.fanfare.api;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.fanout.Hub;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads topics for HTTP: from the store, and while it is away from what is followed here. */
@Singleton
final class TopicReads {
  private final Backplane backplane;
  private final Hub hub;

  TopicReads(Backplane backplane, Hub hub) {
    this.backplane = backplane;
    this.hub = hub;
  }

  /** What was read, with every event. */
  record Read(Delta delta, Freshness freshness) {}

  /** Fails as the store did if the topic is not followed here. */
  CompletionStage<Read> since(TopicName topic, @Nullable Position from) {
    return backplane
        .since(topic, from)
        .thenApply(delta -> new Read(delta, Freshness.CURRENT))
        .exceptionallyCompose(failure ->
            isAway(failure)
                ? hub.since(topic, from).thenCompose(known -> stale(known, failure))
                : CompletableFuture.failedStage(failure));
  }

  private static CompletionStage<Read> stale(Optional<Delta> known, Throwable failure) {
    return known
        .map(delta -> CompletableFuture.completedStage(new Read(delta, Freshness.STALE)))
        .orElseGet(() -> CompletableFuture.failedStage(failure));
  }

  private static boolean isAway(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof BackplaneUnavailableException;
  }
}
