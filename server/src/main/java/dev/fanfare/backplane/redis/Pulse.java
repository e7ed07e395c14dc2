package dev.fanfare.backplane.redis;

import io.lettuce.core.api.StatefulConnection;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Whether Redis answers on one connection. A broken connection is known at once; a Redis that hangs
 * only by not answering a PING.
 */
final class Pulse {
  private final StatefulConnection<?, ?> connection;
  private final Supplier<? extends CompletionStage<String>> ping;
  private final AtomicBoolean asking = new AtomicBoolean();
  private volatile @Nullable String trouble;

  Pulse(StatefulConnection<?, ?> connection, Supplier<? extends CompletionStage<String>> ping) {
    this.connection = connection;
    this.ping = ping;
  }

  /** Asks again, unless the last question still waits. Time-outs are the connection's. */
  void beat() {
    if (connection.isOpen() && asking.compareAndSet(false, true)) {
      ping.get()
          .whenComplete((_, failure) -> {
            trouble = failure == null ? null : Failure.reason(failure);
            asking.set(false);
          });
    }
  }

  /** Why the connection is of no use at the moment. */
  Optional<String> trouble() {
    return connection.isOpen() ? Optional.ofNullable(trouble) : Optional.of(Failure.DISCONNECTED);
  }
}
