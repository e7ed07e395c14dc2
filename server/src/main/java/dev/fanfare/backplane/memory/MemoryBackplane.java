package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.time.InstantSource;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Keeps the topics in this process. Each topic is its own lock; every answer is there at once. */
public final class MemoryBackplane implements Backplane {
  /** Topics that are kept at most; past it a new topic is refused. */
  public static final int MAX_TOPICS = 100_000;

  private final ConcurrentMap<TopicName, MemoryTopic> topics = new ConcurrentHashMap<>();
  private final StoreLimits limits;
  private final InstantSource clock;
  private final OperationIds ids;

  public MemoryBackplane(StoreLimits limits, InstantSource clock, OperationIds ids) {
    this.limits = limits;
    this.clock = clock;
    this.ids = ids;
  }

  @Override
  public CompletionStage<PublishResult> publish(Publication publication) {
    if (topics.size() >= MAX_TOPICS && !topics.containsKey(publication.topic())) {
      return done(new PublishResult.Full("this instance keeps at most " + MAX_TOPICS + " topics"));
    }
    return done(at(publication.topic(), topic -> topic.publish(publication, ids.next())));
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
  public CompletionStage<Optional<StateSet>> latest(TopicName topic, User user) {
    return done(at(topic, it -> it.latest(user)));
  }

  @Override
  public Following follow(TopicName topic, TopicListener listener) {
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
    long now = clock.millis();
    topics.forEach((name, _) ->
        topics.computeIfPresent(name, (_, topic) -> topic.isIdleAt(now) ? null : topic));
  }

  /**
   * Does something to a topic, alone and with all that has expired made events before. A topic that
   * is read without ever having been written is not kept.
   */
  private <T> T at(TopicName name, Function<MemoryTopic, T> operation) {
    Outcome<T> outcome = new Outcome<>();
    topics.compute(
        name,
        (_, present) -> {
          MemoryTopic topic = present == null ? new MemoryTopic(name, limits) : present;
          topic.turnTo(clock.millis(), ids);
          outcome.value = operation.apply(topic);
          return topic.isUnused() ? null : topic;
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

  private static final class Outcome<T> {
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
