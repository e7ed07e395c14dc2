package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicName;
import io.lettuce.core.api.StatefulRedisConnection;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Runs scripts on the master of their topic. */
final class ScriptRunner {
  /** How many masters are tried for a topic that has moved. */
  private static final int LOOKS = 3;

  /**
   * A run of a script.
   *
   * @param arguments provides the arguments of a new operation each time it is called
   */
  record Run(
      Script script,
      TopicName topic,
      @Nullable IdempotencyKey idempotencyKey,
      Supplier<Arguments> arguments) {}

  private final Shards shards;
  private final RedisSettings settings;
  private final TopicKeys keys;

  ScriptRunner(Shards shards, RedisSettings settings, TopicKeys keys) {
    this.shards = shards;
    this.settings = settings;
    this.keys = keys;
  }

  /**
   * Runs a script until it has done everything. A script that finds much expired state handles a
   * part of it and is called again, so that it never delays Redis for long. Each call is an
   * operation with its own id.
   */
  CompletionStage<Reply> whole(Run run) {
    return once(run)
        .thenCompose(
            reply -> reply.wantsMore() ? whole(run) : CompletableFuture.completedStage(reply));
  }

  CompletionStage<Reply> once(Run run) {
    return located(run, this::read, LOOKS);
  }

  /**
   * Runs the publishing script. Succeeds only if as many replicas as the settings want have the
   * publication.
   */
  CompletionStage<Reply> publish(Run run) {
    return located(run, settings.needsReplicas() ? this::publishReplicated : this::write, LOOKS)
        .thenCompose(
            reply -> reply.wantsMore() ? publish(run) : CompletableFuture.completedStage(reply));
  }

  /**
   * A script that Redis refused because the topic has moved was not executed, so it may be tried
   * again.
   */
  private CompletionStage<Reply> located(
      Run run, Function<Located, CompletionStage<Reply>> runner, int looks) {
    Optional<Shard> shard = shards.of(run.topic());
    if (shard.isEmpty()) {
      return unavailable("no master of the Redis Cluster has this topic at the moment");
    }
    return runner
        .apply(new Located(run, shard.get()))
        .exceptionallyCompose(thrown ->
            "MOVED".equals(Failure.codeOf(thrown)) && looks > 1
                ? shards.refresh().thenCompose(_ -> located(run, runner, looks - 1))
                : CompletableFuture.failedStage(Failure.of(thrown)));
  }

  private record Located(Run run, Shard shard) {}

  private CompletionStage<Reply> read(Located located) {
    Optional<String> trouble = located.shard().commandTrouble();
    if (trouble.isPresent()) {
      return unavailable(trouble.get());
    }
    return located
        .shard()
        .commands()
        .map(connection -> run(located, connection))
        .orElseGet(() -> unavailable(Failure.DISCONNECTED));
  }

  /** Refuses early if a right is missing: the script would end half way. */
  private CompletionStage<Reply> write(Located located) {
    return located
        .shard()
        .missingRight()
        .map(right -> ScriptRunner.<Reply>unavailable(right + "; nothing was stored"))
        .orElseGet(() -> read(located));
  }

  private CompletionStage<Reply> publishReplicated(Located located) {
    Optional<String> trouble = located.shard().writeTrouble();
    if (trouble.isPresent()) {
      return unavailable(trouble.get() + "; nothing was stored");
    }
    return located
        .shard()
        .confirmation()
        .map(replicas ->
            run(located, replicas.connection()).thenCompose(reply -> confirmed(reply, replicas)))
        .orElseGet(() -> unavailable(Failure.DISCONNECTED));
  }

  private CompletionStage<Reply> confirmed(Reply reply, ReplicaConfirmation replicas) {
    if (!reply.word().equals("stored")) {
      return CompletableFuture.completedStage(reply);
    }
    return replicas
        .confirmed()
        .thenCompose(enough ->
            enough
                ? CompletableFuture.completedStage(reply)
                : unavailable(
                    settings.shortage()
                        + ": the event may or may not be kept; with the same Idempotency-Key it is"
                        + " safe to publish it again"));
  }

  private CompletionStage<Reply> run(
      Located located, StatefulRedisConnection<String, String> connection) {
    Run run = located.run();
    String[] arguments = run.arguments().get().toArray(located.shard().isSharded());
    return run.script()
        .run(connection.async(), keys.of(run.topic(), run.idempotencyKey()), arguments)
        .thenApply(Reply::new);
  }

  private static <T> CompletionStage<T> unavailable(String why) {
    return CompletableFuture.failedStage(new BackplaneUnavailableException(why));
  }
}
