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
import dev.fanfare.topic.Position;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the topics in Redis, which tells every instance. Each operation is one script and one round
 * trip; what the scripts do is written in {@code resources/redis}.
 *
 * <p>Nothing is kept here for a Redis that is away: what cannot be sent at once, or was not
 * answered when the connection broke, has failed and is not sent again.
 */
public final class RedisBackplane implements Backplane, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(RedisBackplane.class);

  /** How often every connection is asked whether it lives, and a cluster who keeps what. */
  private static final Duration BEAT = Duration.ofSeconds(1);

  /** How often the head of each followed topic is read. */
  private static final Duration PROBE = Duration.ofSeconds(2);

  /** Of tens of thousands of topics not all are asked for at once: it would hold up all others. */
  private static final int PROBE_SHARES = 10;

  private static final Duration START = Duration.ofSeconds(15);
  private static final Duration CLOSE = Duration.ofSeconds(1);

  private final Connector connector;
  private final Shards shards;
  private final UnreadableTopics unreadable = new UnreadableTopics();
  private final RedisSubscriptions subscriptions;
  private final ScriptRunner scripts;
  private final StoreLimits limits;
  private final OperationIds ids;
  private int probed;

  private RedisBackplane(
      Connector connector, RedisSettings settings, StoreLimits limits, OperationIds ids) {
    this.connector = connector;
    this.shards = connector.shards(settings);
    this.subscriptions = new RedisSubscriptions(shards, unreadable, connector.keeper());
    this.scripts = new ScriptRunner(shards, settings, unreadable);
    this.limits = limits;
    this.ids = ids;
  }

  /**
   * Connects, and waits until that is done.
   *
   * @throws BackplaneUnavailableException if the URI has none of the forms that {@link
   *     RedisAddress} lists, or Redis cannot be reached there, or is not what the URI says
   */
  public static RedisBackplane connect(
      RedisSettings settings, StoreLimits limits, OperationIds ids) {
    RedisAddress address = new RedisAddress(settings.uri());
    var backplane = new RedisBackplane(new Connector(address), settings, limits, ids);
    try {
      backplane.open();
    } catch (ExecutionException | TimeoutException e) {
      backplane.close();
      throw address.unusable(e);
    } catch (InterruptedException e) {
      backplane.close();
      Thread.currentThread().interrupt();
      throw address.unusable(e);
    }
    return backplane;
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
      unreadable.all().forEach(this::open);
    }
  }

  /** On the keeper's thread, where a task that fails must not be the last. */
  private void every(Duration period, Runnable task) {
    var _ =
        connector
            .keeper()
            .scheduleAtFixedRate(
                () -> {
                  try {
                    task.run();
                  } catch (RuntimeException e) {
                    LOG.error("caring for the connections to Redis fails by a bug", e);
                  }
                },
                period.toMillis(),
                period.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  @Override
  public CompletionStage<PublishResult> publish(Publication publication) {
    TopicName topic = publication.topic();
    return scripts
        .publish(
            new Run(
                Script.PUBLISH,
                topic,
                publication.idempotencyKey(),
                () -> arguments(topic).with(publication, limits)))
        .thenApply(this::published);
  }

  private PublishResult published(Reply reply) {
    if (reply.word().equals("full")) {
      return reply.text(1).equals("keys")
          ? PublishResult.Full.ofKeys(limits.topic())
          : PublishResult.Full.ofBytes(limits.topic());
    }
    return new PublishResult.Stored(
        new Position(reply.number(1), reply.text(3)), (int) reply.number(2), reply.number(4));
  }

  @Override
  public CompletionStage<TopicLog> open(TopicName topic) {
    return run(Script.OPEN, topic, () -> arguments(topic))
        .thenApplyAsync(
            reply ->
                new TopicLog(
                    topic,
                    limits.topic(),
                    reply.position(1),
                    new TopicLog.Snapshot(reply.state(2), reply.events(3), reply.position(4))),
            connector.readers());
  }

  @Override
  public CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
    return run(
            Script.SINCE,
            topic,
            () -> arguments(topic).with(position == null ? 0 : position.seq()).with(position))
        .thenApplyAsync(
            reply ->
                reply.word().equals("reset")
                    ? new Delta(topic, null, reply.position(1), List.copyOf(reply.state(2)))
                    : new Delta(topic, position, reply.position(1), reply.events(2)),
            connector.readers());
  }

  @Override
  public CompletionStage<Optional<StateSet>> latest(TopicName topic, User user) {
    return run(Script.LATEST, topic, () -> arguments(topic).with(user))
        .thenApply(
            reply -> reply.has(1) ? Optional.of((StateSet) reply.event(1)) : Optional.empty());
  }

  @Override
  public Following follow(TopicName topic, TopicListener listener) {
    return subscriptions.follow(topic, listener);
  }

  @Override
  public CompletionStage<OptionalLong> sweep(TopicName topic) {
    return scripts
        .once(new Run(Script.SWEEP, topic, null, () -> arguments(topic)))
        .thenApply(reply ->
            reply.wantsMore()
                ? OptionalLong.of(0)
                : reply.has(1) ? OptionalLong.of(reply.number(1)) : OptionalLong.empty());
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

  private CompletionStage<Reply> run(
      Script script, TopicName topic, Supplier<Arguments> arguments) {
    return scripts.whole(new Run(script, topic, null, arguments));
  }
}
