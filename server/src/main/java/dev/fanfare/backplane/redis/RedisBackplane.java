package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.backplane.redis.ScriptRunner.Run;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the topics in Redis, which sends every event to the instances that follow its topic. Each
 * operation is one script and one round trip; {@code resources/redis} documents the scripts. Only
 * the state of a large topic is read in several steps.
 *
 * <p>Nothing is queued while Redis cannot be reached. A command that cannot be sent at once, or has
 * no answer when the connection breaks, has failed and is not sent again.
 */
public final class RedisBackplane implements Backplane, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBackplane.class);

  /**
   * How often every connection is asked whether Redis answers, and a Cluster which node owns which
   * slots.
   */
  private static final Duration BEAT = Duration.ofSeconds(1);

  /** How often the head of each followed topic is read. */
  private static final Duration PROBE = Duration.ofSeconds(2);

  /**
   * The heads are read in this many parts: reading tens of thousands at once would delay all other
   * commands.
   */
  private static final int PROBE_SHARES = 10;

  private static final Duration START = Duration.ofSeconds(15);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final RedisAddress address;
  private final Connector connector;
  private final Shards shards;
  private final UnreadableTopics unreadable = new UnreadableTopics();
  private final ScriptRunner scripts;
  private final StoredTopics stored;
  private final RedisSubscriptions subscriptions;
  private final StoreLimits limits;
  private final OperationIds ids;
  private int probed;

  private RedisBackplane(
      RedisAddress address, RedisSettings settings, StoreLimits limits, OperationIds ids) {
    this.address = address;
    this.connector = new Connector(address, new TopicKeys(settings.prefix(), address.database()));
    this.shards = connector.shards(settings);
    this.limits = limits;
    this.ids = ids;
    TopicKeys keys = connector.keys();
    scripts = new ScriptRunner(shards, settings, keys);
    stored =
        new StoredTopics(scripts, new StatePages(shards, keys), limits, ids, connector.readers());
    subscriptions =
        new RedisSubscriptions(
            shards, new Heads(shards, keys), this::onReadOrWritten, connector.keeper());
  }

  /**
   * Connects, and waits for the connections; see {@link FirstConnect}.
   *
   * @throws InvalidValueException if the URI has none of the forms that {@link RedisAddress} lists
   * @throws BackplaneUnavailableException if Redis cannot be reached there, or is not what the URI
   *     says
   */
  public static RedisBackplane connect(
      RedisSettings settings, StoreLimits limits, OperationIds ids) {
    RedisAddress address = new RedisAddress(settings.uri());
    return new FirstConnect(address, settings.patience())
        .to(() -> opened(new RedisBackplane(address, settings, limits, ids)));
  }

  private static RedisBackplane opened(RedisBackplane backplane)
      throws ExecutionException, TimeoutException, InterruptedException {
    boolean isOpen = false;
    try {
      backplane.open();
      isOpen = true;
      return backplane;
    } finally {
      if (!isOpen) {
        backplane.close();
      }
    }
  }

  private void open() throws ExecutionException, TimeoutException, InterruptedException {
    shards.open(subscriptions).toCompletableFuture().get(START.toMillis(), TimeUnit.MILLISECONDS);
    every(BEAT, this::beat);
    every(PROBE.dividedBy(PROBE_SHARES), this::probe);
  }

  private void beat() {
    shards.all().forEach(Shard::beat);
    shards.refresh();
    subscriptions.beat();
  }

  private void probe() {
    subscriptions.probe(probed, PROBE_SHARES);
    probed = (probed + 1) % PROBE_SHARES;
    if (probed == 0) {
      unreadable.retry();
    }
  }

  /** Runs the task periodically on the keeper's thread. A failure must not end the repetition. */
  private void every(Duration period, Runnable task) {
    var _ =
        connector
            .keeper()
            .scheduleAtFixedRate(
                () -> {
                  try {
                    task.run();
                  } catch (RuntimeException e) {
                    LOG.error("the check of the connections to Redis failed because of a bug", e);
                  }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<PublishResult> publish(Publication publication) {
    TopicName topic = publication.topic();
    Run run =
        new Run(
            Script.PUBLISH,
            topic,
            publication.idempotencyKey(),
            () -> arguments(topic).with(publication, limits));
    return watched(topic, scripts.publish(run).thenApply(it -> it.read(this::published)));
  }

  /** Remembers the topic if this finds it unreadable, until the read succeeds. */
  private <T> CompletionStage<T> watched(TopicName topic, CompletionStage<T> outcome) {
    return outcome.whenComplete((_, failure) -> onReadOrWritten(topic, failure));
  }

  private void onReadOrWritten(TopicName topic, @Nullable Throwable failure) {
    if (failure != null) {
      unreadable.onOutcome(topic, failure, () -> stored.open(topic));
    }
  }

  private PublishResult published(Reply reply) {
    return switch (reply.word()) {
      case "full" ->
          reply.text(1).equals("keys")
              ? PublishResult.Full.ofKeys(limits.topic())
              : PublishResult.Full.ofBytes(limits.topic());
      case "mismatch" -> new PublishResult.Mismatch();
      default -> {
        PublishResult.Stored stored =
            new PublishResult.Stored(
                new Position(reply.number(1), reply.text(3)),
                (int) reply.number(2),
                reply.number(4));
        yield reply.has(5) ? new PublishResult.Replayed(stored) : stored;
      }
    };
  }

  @Override
  public CompletionStage<TopicLog> open(TopicName topic) {
    return watched(topic, stored.open(topic));
  }

  @Override
  public CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
    return watched(topic, stored.since(topic, position));
  }

  @Override
  public CompletionStage<Optional<Event.State>> latest(TopicName topic, User user) {
    return stored
        .latest(topic, user)
        .whenComplete(
            (_, failure) -> unreadable.onOutcome(topic, failure, () -> stored.latest(topic, user)));
  }

  @Override
  public Following follow(TopicName topic, TopicListener listener) {
    return subscriptions.follow(topic, listener);
  }

  @Override
  public CompletionStage<OptionalLong> sweep(TopicName topic) {
    return watched(
        topic,
        scripts
            .once(new Run(Script.SWEEP, topic, null, () -> arguments(topic)))
            .thenApply(reply -> reply.read(RedisBackplane::next)));
  }

  private static OptionalLong next(Reply reply) {
    if (reply.wantsMore()) {
      return OptionalLong.of(0);
    }
    return reply.has(1) ? OptionalLong.of(reply.number(1)) : OptionalLong.empty();
  }

  @Override
  public Optional<String> outage() {
    return shards.all().stream()
        .flatMap(shard -> shard.trouble().stream())
        .findFirst()
        .or(shards::trouble)
        .or(unreadable::trouble)
        .or(subscriptions::trouble);
  }

  /** The policy by which Redis deletes topics when its memory is full; empty if it does not. */
  public Optional<String> eviction() {
    return shards.all().stream().flatMap(shard -> shard.eviction().stream()).findFirst();
  }

  /** Where the topics are, without secrets. */
  @Override
  public String toString() {
    return "topics in Redis at " + address;
  }

  @Override
  public void close() {
    CompletableFuture.supplyAsync(this::closeShards, connector.keeper())
        .thenCompose(closing -> closing)
        .completeOnTimeout(false, CLOSE.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    connector.close();
  }

  private CompletableFuture<Boolean> closeShards() {
    return CompletableFuture.allOf(
            shards.all().stream().map(Shard::close).toArray(CompletableFuture[]::new))
        .handle((_, _) -> true);
  }

  private Arguments arguments(TopicName topic) {
    return Arguments.of(topic, ids.next(), limits);
  }
}
