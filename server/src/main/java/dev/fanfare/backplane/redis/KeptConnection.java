package dev.fanfare.backplane.redis;

import io.lettuce.core.RedisChannelHandler;
import io.lettuce.core.RedisConnectionStateListener;
import io.lettuce.core.api.StatefulConnection;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a connection: makes another when it breaks, and closes one that is open but dead.
 *
 * <p>A broken connection is noticed at once. If the process was stopped, or the network drops all
 * packets, only a question without an answer shows it. So Redis is asked every beat, and after
 * {@link #SILENCE} without an answer the connection is closed. A Redis that is merely slow answers
 * before.
 *
 * <p>Written on the keeper's thread, read on any.
 */
final class KeptConnection<C extends StatefulConnection<String, String>> {
  /** Longer than a command may take, so a Redis that still answers is not cut off. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(KeptConnection.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration LAST_RETRY = Duration.ofSeconds(1);

  /**
   * What a connection is for.
   *
   * @param name the purpose and the address, for the log
   * @param connect connects to the present master
   * @param question a command that Redis answers at once; its result is the reason why Redis
   *     refuses what it will be asked for, or empty
   * @param onUp called with each new connection
   * @param onDown called when the connection is gone
   */
  record Plan<C>(
      Supplier<String> name,
      Supplier<CompletionStage<C>> connect,
      Function<C, CompletionStage<Optional<String>>> question,
      Consumer<C> onUp,
      Runnable onDown) {}

  private final Plan<C> plan;
  private final EventExecutor keeper;
  private volatile @Nullable C connection;
  private volatile @Nullable String trouble = Failure.DISCONNECTED;
  private volatile @Nullable String refusal;
  private Duration retry = FIRST_RETRY;
  private boolean wasLost;
  private boolean asking;
  private long answeredNanos;
  private boolean closed;

  KeptConnection(Plan<C> plan, EventExecutor keeper) {
    this.plan = plan;
    this.keeper = keeper;
  }

  /**
   * Connects for the first time. From then on it reconnects by itself, even if this attempt fails.
   */
  CompletionStage<?> open() {
    CompletableFuture<Object> first = new CompletableFuture<>();
    keeper.execute(() -> connect(first));
    return first;
  }

  Optional<C> connection() {
    return Optional.ofNullable(connection);
  }

  /** Why the connection cannot be used at the moment; empty if it can. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Why Redis answers but refuses to work; empty if it does not refuse. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /**
   * Asks Redis, or closes a connection that has been silent for too long. On the keeper's thread.
   */
  void beat() {
    C current = connection;
    if (current == null) {
      return;
    }
    if (System.nanoTime() - answeredNanos > SILENCE.toNanos()) {
      drop(current, Failure.SILENT);
    } else if (!asking) {
      asking = true;
      plan.question()
          .apply(current)
          .whenComplete((answer, failure) ->
              keeper.execute(
                  failure == null
                      ? () -> onAnswer(current, answer)
                      : () -> onNoAnswer(current, failure)));
    }
  }

  /** Replaces the connection by another. On the keeper's thread. */
  void renew(String why) {
    C current = connection;
    if (current != null) {
      drop(current, why);
    }
  }

  /** Closes it for good. On the keeper's thread; complete when the connection is gone. */
  CompletionStage<?> close() {
    closed = true;
    C current = connection;
    connection = null;
    trouble = Failure.DISCONNECTED;
    return current == null ? CompletableFuture.completedStage(true) : current.closeAsync();
  }

  private void onAnswer(C asked, Optional<String> answer) {
    if (asked.equals(connection)) {
      asking = false;
      answeredNanos = System.nanoTime();
      trouble = null;
      refusal = answer.orElse(null);
    }
  }

  private void onNoAnswer(C asked, Throwable failure) {
    if (asked.equals(connection)) {
      asking = false;
      trouble = Failure.reason(failure);
    }
  }

  private void connect(@Nullable CompletableFuture<Object> first) {
    if (closed) {
      return;
    }
    attempt()
        .whenComplete((made, failure) ->
            keeper.execute(() -> {
              if (failure == null) {
                onConnected(made);
              } else {
                onRefused(failure);
              }
              if (first != null) {
                complete(first, failure);
              }
            }));
  }

  private CompletionStage<C> attempt() {
    try {
      return plan.connect().get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  private static void complete(CompletableFuture<Object> first, @Nullable Throwable failure) {
    if (failure == null) {
      first.complete(true);
    } else {
      first.completeExceptionally(failure);
    }
  }

  private void onConnected(C made) {
    if (closed) {
      made.closeAsync();
      return;
    }
    if (wasLost) {
      LOG.info("{} is there again", plan.name().get());
      wasLost = false;
    }
    retry = FIRST_RETRY;
    asking = false;
    answeredNanos = System.nanoTime();
    trouble = null;
    refusal = null;
    connection = made;
    made.addListener(
        new RedisConnectionStateListener() {
          @Override
          public void onRedisDisconnected(RedisChannelHandler<?, ?> ended) {
            keeper.execute(() -> drop(made, Failure.DISCONNECTED));
          }
        });
    if (made.isOpen()) {
      plan.onUp().accept(made);
    } else {
      drop(made, Failure.DISCONNECTED);
    }
  }

  private void onRefused(Throwable failure) {
    trouble = Failure.reason(failure);
    connectIn(retry);
    retry = retry.multipliedBy(2).compareTo(LAST_RETRY) < 0 ? retry.multipliedBy(2) : LAST_RETRY;
  }

  private void drop(C ended, String why) {
    if (!ended.equals(connection)) {
      return;
    }
    LOG.warn("{} has ended: {}", plan.name().get(), why);
    wasLost = true;
    connection = null;
    trouble = why;
    ended.closeAsync();
    plan.onDown().run();
    connectIn(FIRST_RETRY);
  }

  private void connectIn(Duration delay) {
    var _ = keeper.schedule(() -> connect(null), delay.toMillis(), TimeUnit.MILLISECONDS);
  }
}
