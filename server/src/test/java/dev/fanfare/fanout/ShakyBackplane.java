package dev.fanfare.fanout;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.backplane.memory.MemoryBackplane;
import dev.fanfare.backplane.memory.StoreClock;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store behind an unreliable network. Its answers arrive when they are let through, and show the
 * store at some moment since the question. It can be unreachable, send no messages, and lose
 * everything.
 */
final class ShakyBackplane implements Backplane {
  private static final StoreClock CLOCK =
      new StoreClock(InstantSource.fixed(Instant.EPOCH), () -> 0);

  private record Follower(TopicName topic, TopicListener listener) {
    void following(Position head) {
      listener.onFollowing(head);
    }
  }

  private final StoreLimits limits;
  private final OperationIds ids;
  private final Random random;
  private final List<Follower> followers = new ArrayList<>();
  private final List<Runnable> answers = new ArrayList<>();
  private MemoryBackplane store;
  private boolean away;
  private boolean deaf;
  private OptionalLong nextExpiry = OptionalLong.empty();
  private final Chronicle chronicle = new Chronicle();
  private final List<TopicName> sweeps = new ArrayList<>();
  private final List<WeakReference<TopicLog>> opened = new ArrayList<>();

  ShakyBackplane(StoreLimits limits, Random random) {
    this.limits = limits;
    this.random = random;
    this.ids = new OperationIds(random);
    this.store = new MemoryBackplane(limits, CLOCK, ids, new Metrics());
  }

  /** Lets one answer through; false if none is waiting. */
  boolean answer() {
    if (answers.isEmpty()) {
      return false;
    }
    answers.remove(random.nextInt(answers.size())).run();
    return true;
  }

  /** From now on it cannot be reached, or can again. */
  void away(boolean isAway) {
    away = isAway;
  }

  /** From now on it sends no messages, or sends them again. */
  void deaf(boolean isDeaf) {
    deaf = isDeaf;
  }

  /** Sets its answer to sweeps. */
  void expiresIn(Duration time) {
    nextExpiry = OptionalLong.of(time.toMillis());
  }

  /** The topics of the sweeps so far. */
  List<TopicName> sweeps() {
    return sweeps;
  }

  /** The connection to it was interrupted: all followers receive a head. */
  void interrupted() {
    for (Follower follower : List.copyOf(followers)) {
      var _ = later(() -> head(follower.topic)).thenAccept(head -> follower.following(head));
    }
  }

  /** Loses everything that was stored. */
  void lose() {
    store = new MemoryBackplane(limits, CLOCK, ids, new Metrics());
    List.copyOf(followers).forEach(this::hear);
  }

  @Override
  public CompletionStage<PublishResult> publish(Publication publication) {
    try (var _ = store.follow(publication.topic(), chronicle)) {
      return store.publish(publication);
    }
  }

  /** Everything that was ever published here. */
  Chronicle chronicle() {
    return chronicle;
  }

  @Override
  public CompletionStage<TopicLog> open(TopicName topic) {
    return later(() -> store.open(topic))
        .thenApply(log -> {
          opened.add(new WeakReference<>(log));
          return log;
        });
  }

  /** How many of the topics that it answered with are still in use. */
  long used() {
    return opened.stream().filter(it -> it.get() != null).count();
  }

  @Override
  public CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
    return later(() -> store.since(topic, position));
  }

  @Override
  public CompletionStage<Optional<Event.State>> latest(TopicName topic, User user) {
    return store.latest(topic, user);
  }

  @Override
  public Following follow(TopicName topic, TopicListener listener) {
    Follower follower = new Follower(topic, listener);
    followers.add(follower);
    hear(follower);
    return () -> followers.remove(follower);
  }

  @Override
  public CompletionStage<OptionalLong> sweep(TopicName topic) {
    sweeps.add(topic);
    return away
        ? CompletableFuture.failedFuture(new BackplaneUnavailableException("away"))
        : CompletableFuture.completedFuture(nextExpiry); // nothing expires here
  }

  @Override
  public Optional<String> outage() {
    return away ? Optional.of("away") : Optional.empty();
  }

  /** The store holds no follower: one that has ended is garbage. */
  private void hear(Follower follower) {
    MemoryBackplane heard = store;
    WeakReference<Follower> told = new WeakReference<>(follower);
    heard.follow(
        follower.topic,
        new TopicListener() {
          @Override
          public void onFollowing(Position head) {
            Follower present = told.get();
            if (!deaf && present != null) {
              present.listener.onFollowing(head);
            }
          }

          @Override
          public void onAppended(Delta appended) {
            Follower present = told.get();
            if (!deaf && present != null && followers.contains(present)) {
              present.listener.onAppended(appended);
            }
          }
        });
  }

  private CompletionStage<Position> head(TopicName topic) {
    return store.open(topic).thenApply(TopicLog::head);
  }

  private <T> CompletionStage<T> later(Supplier<CompletionStage<T>> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (away) {
      answers.add(() ->
          answer.completeExceptionally(
              new BackplaneUnavailableException("away", new IllegalStateException("a test"))));
    } else if (random.nextBoolean()) {
      T now = question.get().toCompletableFuture().join();
      answers.add(() -> answer.complete(now));
    } else {
      answers.add(() -> answer.complete(question.get().toCompletableFuture().join()));
    }
    return answer;
  }
}
