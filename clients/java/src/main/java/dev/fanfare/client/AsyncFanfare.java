package dev.fanfare.client;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Single;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Fanfare} for those who use futures and listeners instead of RxJava. Unlike there, a call
 * starts at once.
 *
 * <p>A future fails with a {@link FanfareException}, which {@link CompletableFuture#join} and
 * {@code get} wrap as they always do. An event of a future that is cancelled is not sent if it
 * waits for its turn; if it was sent, it is not tried again. A read that is cancelled is not tried
 * again.
 */
public final class AsyncFanfare {
  private final Fanfare fanfare;

  AsyncFanfare(Fanfare fanfare) {
    this.fanfare = fanfare;
  }

  /** As {@link Fanfare#publish(TopicName, Draft)}. */
  public CompletableFuture<Position> publish(TopicName topic, Draft draft) {
    return future(fanfare.publish(topic, draft));
  }

  /** Publishes an event to the topic of this name. */
  public CompletableFuture<Position> publish(String topic, Draft draft) {
    return future(fanfare.publish(topic, draft));
  }

  /** As {@link Fanfare#publishAll(TopicName, List)}. */
  public CompletableFuture<List<Position>> publishAll(TopicName topic, List<Draft> drafts) {
    return future(fanfare.publishAll(topic, drafts));
  }

  /** Publishes events as a whole to the topic of this name. */
  public CompletableFuture<List<Position>> publishAll(String topic, List<Draft> drafts) {
    return future(fanfare.publishAll(topic, drafts));
  }

  /** The present state of a topic, immutable, in the order of its positions. */
  public CompletableFuture<Map<Key, Event.State>> view(TopicName topic) {
    return future(fanfare.view(topic));
  }

  /** The present state of the topic of this name. */
  public CompletableFuture<Map<Key, Event.State>> view(String topic) {
    return future(fanfare.view(topic));
  }

  /** Completes if a ready server is reached; fails with the reason if not. */
  public CompletableFuture<@Nullable Void> check() {
    return fanfare.check().<@Nullable Void>toCompletionStage(null).toCompletableFuture();
  }

  /**
   * Follows a topic: the listener receives its view first, then every change, also after a cut. It
   * is called on a thread of the client, which it may block, and not again before it has returned.
   * A listener that is slower than the topic gets fewer and larger changes, with the last state of
   * every key.
   *
   * @return ends it, and tells how it ended
   */
  public FollowHandle follow(TopicName topic, Consumer<? super Change> listener) {
    return FollowHandle.open(topic.value(), fanfare.follow(topic), listener);
  }

  /** Follows the topic of this name. */
  public FollowHandle follow(String topic, Consumer<? super Change> listener) {
    return FollowHandle.open(topic, fanfare.follow(topic), listener);
  }

  private static <T> CompletableFuture<T> future(Single<T> single) {
    return single.toCompletionStage().toCompletableFuture();
  }
}
