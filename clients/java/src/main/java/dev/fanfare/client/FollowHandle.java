package dev.fanfare.client;

import dev.fanfare.topic.InvalidValueException;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.disposables.Disposable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A topic that a listener follows until {@link #close}. Thread-safe. */
public final class FollowHandle implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(FollowHandle.class);

  private final CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
  private final Disposable following;

  private FollowHandle(String topic, Flowable<Change> changes, Consumer<? super Change> listener) {
    following =
        changes.subscribe(
            listener::accept,
            failure -> {
              LOG.warn(
                  "{} is not followed any more: {}",
                  InvalidValueException.shown(topic),
                  failure.getMessage());
              end.completeExceptionally(failure);
            },
            () -> end.complete(null));
  }

  static FollowHandle open(
      String topic, Flowable<Change> changes, Consumer<? super Change> listener) {
    return new FollowHandle(topic, changes, listener);
  }

  /**
   * Completes when this handle or the client is closed. Fails with a {@link FanfareException} if
   * the server refuses the topic or the client, or is no Fanfare, and with the listener's exception
   * if it throws one: then the topic is not followed any more. A failure is logged as well.
   */
  public CompletionStage<@Nullable Void> end() {
    return end.minimalCompletionStage();
  }

  /** The listener receives no further change, except one that it receives just now. */
  @Override
  public void close() {
    following.dispose();
    end.complete(null);
  }
}
