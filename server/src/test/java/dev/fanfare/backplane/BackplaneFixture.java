package dev.fanfare.backplane;

import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.BeforeEach;

/** A separate topic for each test, and short methods for what tests do with it. */
public abstract class BackplaneFixture {
  protected final TopicName topic = new TopicName("test:" + UUID.randomUUID());

  /** The positions of everything that {@code publish} has stored. */
  protected final List<Position> positions = new ArrayList<>();

  protected Backplane backplane;

  /** An instance on the store that all instances of one test share. */
  protected abstract Backplane instance(StoreLimits limits);

  /** Lets the store's clock advance. */
  protected abstract void elapse(Duration time);

  @BeforeEach
  final void startInstance() {
    backplane = instance(StoreLimits.DEFAULT);
  }

  protected final Ear follow(Backplane at) {
    Ear ear = new Ear();
    at.follow(topic, ear);
    return ear.awaitFollowings(1);
  }

  protected final Position publish(Draft draft) {
    return stored(publishAll(draft)).last();
  }

  /** Publishes these drafts as one publication. */
  protected final PublishResult publishAll(Draft... drafts) {
    return publish(new Publication(topic, List.of(drafts), null));
  }

  protected final PublishResult publishOnce(String idempotencyKey, Draft... drafts) {
    return publish(new Publication(topic, List.of(drafts), new IdempotencyKey(idempotencyKey)));
  }

  private PublishResult publish(Publication publication) {
    PublishResult result = get(backplane.publish(publication));
    if (result instanceof PublishResult.Stored stored) {
      positions.addAll(stored.positions());
    }
    return result;
  }

  protected final Position head() {
    return Objects.requireNonNull(get(backplane.open(topic)).head());
  }

  protected static PublishResult.Stored stored(PublishResult result) {
    return Results.stored(result);
  }

  protected static <T> T get(CompletionStage<T> stage) {
    try {
      return stage.toCompletableFuture().get(10, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The values in the state, as JSON, in the order of their positions. */
  protected static List<String> values(Collection<? extends Event> state) {
    return state.stream().map(event -> ((Event.State) event).data().json()).toList();
  }
}
