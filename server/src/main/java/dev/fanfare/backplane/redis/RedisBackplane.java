package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
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
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the topics in Redis, which tells every instance. Each operation is one script and one round
 * trip; what the scripts do is written in {@code resources/redis}.
 *
 * <p>Nothing is kept here for a Redis that is away: what cannot be sent at once, or was not
 * answered when the connection broke, has failed and is not sent again.
 */
public final class RedisBackplane implements Backplane, AutoCloseable {
  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration PROBE = Duration.ofSeconds(5);

  private final RedisLink link;
  private final RedisSubscriptions subscriptions;
  private final StoreLimits limits;
  private final OperationIds ids;

  private RedisBackplane(RedisLink link, StoreLimits limits, OperationIds ids) {
    this.link = link;
    this.limits = limits;
    this.ids = ids;
    this.subscriptions = new RedisSubscriptions(link.pubSub(), this::head);
    link.every(RETRY, subscriptions::retry);
    link.every(PROBE, subscriptions::probe);
  }

  /**
   * Connects, and waits until that is done.
   *
   * @param uri {@code redis://[user:password@]host:port[/database]}, {@code rediss://} for TLS
   * @throws BackplaneUnavailableException if it is no such URI, or Redis cannot be reached there
   */
  public static RedisBackplane connect(String uri, StoreLimits limits, OperationIds ids) {
    RedisLink link = new RedisLink(new RedisAddress(uri));
    for (Script script : Script.values()) {
      var _ = script.load(link.commands());
    }
    return new RedisBackplane(link, limits, ids);
  }

  @Override
  public CompletionStage<PublishResult> publish(Publication publication) {
    TopicName topic = publication.topic();
    return run(
            Script.PUBLISH,
            TopicKeys.of(topic, publication.idempotencyKey()),
            () -> arguments(topic).with(publication, limits))
        .thenApply(this::published);
  }

  private PublishResult published(Reply reply) {
    if (reply.word().equals("full")) {
      return reply.text(1).equals("keys")
          ? PublishResult.Full.ofKeys(limits.topic())
          : PublishResult.Full.ofBytes(limits.topic());
    }
    long first = reply.number(1);
    String id = reply.text(3);
    return new PublishResult.Stored(
        LongStream.range(first, first + reply.number(2))
            .mapToObj(seq -> new Position(seq, id))
            .toList(),
        reply.number(4));
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
            link.readers());
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
            link.readers());
  }

  @Override
  public CompletionStage<Optional<StateSet>> latest(TopicName topic, User user) {
    return run(Script.LATEST, topic, () -> arguments(topic).with(user))
        .thenApply(
            reply -> reply.has(1) ? Optional.of((StateSet) reply.event(1)) : Optional.empty());
  }

  private CompletionStage<Optional<Position>> head(TopicName topic) {
    Optional<String> trouble = link.commandTrouble();
    if (trouble.isPresent()) {
      return CompletableFuture.failedStage(new BackplaneUnavailableException(trouble.get()));
    }
    return link.commands()
        .hmget(TopicKeys.of(topic, null)[0], "seq", "id")
        .thenApply(fields ->
            fields.getFirst().hasValue()
                ? Optional.of(
                    new Position(
                        Long.parseLong(fields.getFirst().getValue()), fields.getLast().getValue()))
                : Optional.empty());
  }

  @Override
  public Following follow(TopicName topic, TopicListener listener) {
    return subscriptions.follow(topic, listener);
  }

  @Override
  public CompletionStage<OptionalLong> sweep(TopicName topic) {
    return once(Script.SWEEP, TopicKeys.of(topic, null), arguments(topic))
        .thenApply(reply ->
            reply.wantsMore()
                ? OptionalLong.of(0)
                : reply.has(1) ? OptionalLong.of(reply.number(1)) : OptionalLong.empty());
  }

  @Override
  public Optional<String> outage() {
    return link.commandTrouble().or(link::pubSubTrouble).or(subscriptions::trouble);
  }

  @Override
  public void close() {
    link.close();
  }

  private Arguments arguments(TopicName topic) {
    return Arguments.of(topic, ids.next(), limits);
  }

  private CompletionStage<Reply> run(
      Script script, TopicName topic, Supplier<Arguments> arguments) {
    return run(script, TopicKeys.of(topic, null), arguments);
  }

  /**
   * Runs a script until it has done all. One that finds much expired does a part of that and wants
   * to be called again, so that Redis is never held up for long; each time is an operation of its
   * own, with an id of its own.
   */
  private CompletionStage<Reply> run(Script script, String[] keys, Supplier<Arguments> arguments) {
    return once(script, keys, arguments.get())
        .thenCompose(reply ->
            reply.wantsMore()
                ? run(script, keys, arguments)
                : CompletableFuture.completedStage(reply));
  }

  private CompletionStage<Reply> once(Script script, String[] keys, Arguments arguments) {
    Optional<String> trouble = link.commandTrouble();
    if (trouble.isPresent()) {
      return CompletableFuture.failedStage(new BackplaneUnavailableException(trouble.get()));
    }
    return script
        .run(link.commands(), keys, arguments.toArray())
        .thenApply(Reply::new)
        .exceptionallyCompose(thrown -> CompletableFuture.failedStage(Failure.of(thrown)));
  }
}
