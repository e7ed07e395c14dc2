package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.metrics.Budget;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the topics in this process. Each topic has its own lock, and every answer is complete at
 * once. The memory of all topics is limited: {@link Retention} decides what is forgotten past the
 * limit.
 */
public final class MemoryBackplane implements Backplane {
  /** The bytes that an event may take besides its data, in all places where it is kept. */
  private static final int EVENT_BYTES = 4_400;

  private final ConcurrentMap<TopicName, MemoryTopic> topics = new ConcurrentHashMap<>();
  private final StoreLimits limits;
  private final StoreClock clock;
  private final OperationIds ids;
  private final Metrics metrics;
  private final Budget budget;
  private final Retention retention;
  private final IdempotencyCache answers;

  public MemoryBackplane(StoreLimits limits, StoreClock clock, OperationIds ids, Metrics metrics) {
    this.limits = limits;
    this.clock = clock;
    this.ids = ids;
    this.metrics = metrics;
    this.budget = new Budget(limits.memory().storeBytes(), metrics, Metric.STORE_BYTES);
    this.retention = new Retention(topics, clock, ids, metrics, budget);
    this.answers =
        new IdempotencyCache(
            limits.idempotency().toMillis(),
            new Budget(limits.memory().idempotencyBytes(), metrics, Metric.IDEMPOTENCY_BYTES));
  }

  @Override
  public CompletionStage<PublishResult> publish(Publication publication) {
    try {
      return done(published(publication));
    } catch (BackplaneUnavailableException e) {
      metrics.increment(Metric.NO_ROOM);
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Stores the publication as it is; or after other topics have given room; or without a log. */
  private PublishResult published(Publication publication) {
    Optional<PublishResult> result = attempt(publication, false);
    while (result.isEmpty() && retention.makeRoom(footprint(publication))) {
      result = attempt(publication, false);
    }
    if (result.isEmpty()) {
      result = attempt(publication, true);
    }
    if (result.isEmpty()) {
      metrics.increment(Metric.NO_ROOM);
    }
    return result.orElseGet(() -> PublishResult.Full.ofStore(limits.memory()));
  }

  private Optional<PublishResult> attempt(Publication publication, boolean isLean) {
    IdempotencyKey key = publication.idempotencyKey();
    return at(
        publication.topic(),
        topic -> {
          if (key == null) {
            return Optional.ofNullable(topic.publish(publication, ids.next(), isLean, budget));
          }
          return publishOnce(publication, key, isLean, topic);
        });
  }

  private Optional<PublishResult> publishOnce(
      Publication publication, IdempotencyKey key, boolean isLean, MemoryTopic topic) {
    long now = clock.now().elapsedMillis();
    PublishResult before = answers.find(publication, key, now);
    if (before != null) {
      return Optional.of(before);
    }
    if (!answers.hasRoom(now)) {
      throw new BackplaneUnavailableException(
          "this instance remembers idempotency keys in at most "
              + limits.memory().idempotencyBytes()
              + " bytes for "
              + limits.idempotency().toSeconds()
              + " s: expected fewer at a time");
    }
    PublishResult result = topic.publish(publication, ids.next(), isLean, budget);
    if (result instanceof PublishResult.Stored stored) {
      answers.remember(publication, key, stored, now);
    }
    return Optional.ofNullable(result);
  }

  /** The bytes that it may take in the log, in the state and among the latest events. */
  private static long footprint(Publication publication) {
    long bytes = MemoryTopic.TOPIC_BYTES;
    for (Draft draft : publication.drafts()) {
      bytes += EVENT_BYTES + 6L * dataLength(draft);
    }
    return bytes;
  }

  private static int dataLength(Draft draft) {
    return switch (draft) {
      case Draft.State set -> set.data().json().length();
      case Draft.Notice tell -> tell.data().json().length();
      case Draft.Gone _ -> 0;
    };
  }

  @Override
  public CompletionStage<TopicLog> open(TopicName topic) {
    return done(at(topic, MemoryTopic::copy));
  }

  @Override
  public CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
    return done(at(topic, it -> it.since(position)));
  }

  @Override
  public CompletionStage<Optional<Event.State>> latest(TopicName topic, User user) {
    return done(at(topic, it -> it.latest(user)));
  }

  @Override
  public Following follow(TopicName topic, TopicListener listener) {
    if (budget.lacks(MemoryTopic.TOPIC_BYTES)) {
      retention.makeRoom(MemoryTopic.TOPIC_BYTES);
    }
    change(topic, it -> it.follow(listener));
    return () -> change(topic, it -> it.unfollow(listener));
  }

  @Override
  public CompletionStage<OptionalLong> sweep(TopicName topic) {
    return done(at(topic, MemoryTopic::millisToNextExpiry));
  }

  @Override
  public Optional<String> outage() {
    return Optional.empty();
  }

  /** Drops the topics that nobody has written or followed for {@link StoreLimits#idle()}. */
  public void dropIdle() {
    StoreClock.Reading now = clock.now();
    topics.forEach((name, _) ->
        topics.computeIfPresent(
            name,
            (_, topic) -> {
              topic.turnTo(now, ids);
              return topic.isIdle() ? retention.forgotten(topic) : retention.settled(topic);
            }));
    retention.dropForgotten();
  }

  /**
   * Runs an operation on a topic with its lock held, after its expired state has become events. A
   * topic that is only read and was never written is not kept.
   */
  private <T> T at(TopicName name, Function<MemoryTopic, T> operation) {
    LockedCall<T> outcome = new LockedCall<>();
    topics.compute(
        name,
        (_, present) -> {
          StoreClock.Reading now = clock.now();
          MemoryTopic topic = present == null ? new MemoryTopic(name, limits, now) : present;
          topic.turnTo(now, ids);
          outcome.value = operation.apply(topic);
          return retention.settled(topic);
        });
    return outcome.value();
  }

  private void change(TopicName name, Consumer<MemoryTopic> change) {
    at(
        name,
        topic -> {
          change.accept(topic);
          return topic;
        });
  }

  private static final class LockedCall<T> {
    @Nullable T value;

    @SuppressWarnings("NullAway") // compute() has run the operation, whose result is T
    T value() {
      return value;
    }
  }

  private static <T> CompletionStage<T> done(T value) {
    return CompletableFuture.completedFuture(value);
  }
}
