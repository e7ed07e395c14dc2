package dev.fanfare.backplane.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Asks whether replicas have what one connection has written. {@code WAIT} covers everything that
 * was written on its own connection before it, and delays every command after it. So one {@code
 * WAIT} runs at a time, and the next serves all callers that came meanwhile.
 */
final class ReplicaConfirmation {
  private final StatefulRedisConnection<String, String> connection;
  private final RedisSettings settings;
  private CompletableFuture<Boolean> underWay = CompletableFuture.completedFuture(true);
  private @Nullable CompletableFuture<Boolean> next;

  ReplicaConfirmation(StatefulRedisConnection<String, String> connection, RedisSettings settings) {
    this.connection = connection;
    this.settings = settings;
  }

  StatefulRedisConnection<String, String> connection() {
    return connection;
  }

  /** Whether enough replicas have all that was answered on this connection until now. */
  synchronized CompletionStage<Boolean> confirmed() {
    if (next != null) {
      return next;
    }
    CompletableFuture<Boolean> mine = new CompletableFuture<>();
    next = mine;
    underWay.whenComplete((_, _) -> ask(mine));
    return mine;
  }

  private void ask(CompletableFuture<Boolean> asked) {
    synchronized (this) {
      underWay = asked;
      next = null;
    }
    connection
        .async()
        .waitForReplication(settings.minReplicas(), settings.replicasTimeout().toMillis())
        .whenComplete((count, failure) -> {
          if (failure == null) {
            asked.complete(count >= settings.minReplicas());
          } else {
            asked.completeExceptionally(failure);
          }
        });
  }
}
