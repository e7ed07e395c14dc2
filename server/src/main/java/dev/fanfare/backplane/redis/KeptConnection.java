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
 * A connection that is kept: made again when it breaks, and broken when it is dead but looks alive.
 *
 * <p>A broken connection is known at once. That of a process which was stopped, or of a network
 * which swallows all, is only known by a question that stays without an answer: it is asked every
 * beat, and past {@link #SILENCE} without any answer the connection is given up. A Redis that is
 * merely slow answers before.
 *
 * <p>Written on the keeper's thread, read on any.
 */
final class KeptConnection<C extends StatefulConnection<String, String>> {
  /** Longer than a command may take: whoever answers at all is not cut off. */
  static final Duration SILENCE = Duration.ofSeconds(5);

  private static final Logger LOG = LoggerFactory.getLogger(KeptConnection.class);
  private static final Duration FIRST_RETRY = Duration.ofMillis(50);
  private static final Duration LAST_RETRY = Duration.ofSeconds(1);

  /**
   * What a line is for.
   *
   * @param connect makes a connection, to whoever is the right one now
   * @param question something that Redis answers at once: why it would not do what it will be asked
   *     for, if it would not
   * @param onUp there is a new connection
   * @param onDown there is none for the moment
   */
  record Plan<C>(
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

  /** Connects for the first time; from then on the line cares for itself, even if that failed. */
  CompletionStage<?> open() {
    CompletableFuture<Object> first = new CompletableFuture<>();
    keeper.execute(() -> connect(first));
    return first;
  }

  Optional<C> connection() {
    return Optional.ofNullable(connection);
  }

  /** Why it is of no use at the moment. */
  Optional<String> trouble() {
    return Optional.ofNullable(trouble);
  }

  /** Why Redis, which answers, does not do what it is asked for. */
  Optional<String> refusal() {
    return Optional.ofNullable(refusal);
  }

  /** Asks, or gives up a connection that has been silent for too long. On the keeper's thread. */
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

  /** Has another connection made in place of this one. On the keeper's thread. */
  void renew(String why) {
    C current = connection;
    if (current != null) {
      drop(current, why);
    }
  }

  /** For good. On the keeper's thread; complete when the connection is gone. */
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
      LOG.info("Redis is connected again");
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
    LOG.warn("a connection to Redis has ended: {}", why);
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
