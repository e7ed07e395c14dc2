package dev.fanfare.backplane.redis;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks all sentinels at once for the master. During a failover they disagree for some seconds, so
 * all masters that they name are tried. The one that most sentinels name comes first, because a
 * sentinel that was cut off may still name the former master.
 */
final class Sentinels {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  /** The answer of one sentinel: the master, or why it named none. */
  private record SentinelAnswer(@Nullable HostPort master, @Nullable Throwable failure) {}

  private final Connector connector;
  private final RedisAddress address;

  Sentinels(Connector connector, RedisAddress address) {
    this.connector = connector;
    this.address = address;
  }

  /** The masters that the sentinels name, in the order to try. */
  CompletionStage<List<HostPort>> masters() {
    List<CompletableFuture<SentinelAnswer>> asked =
        address.hosts().stream().map(it -> ask(it).toCompletableFuture()).toList();
    return CompletableFuture.allOf(asked.toArray(CompletableFuture[]::new))
        .thenCompose(_ -> byVotes(asked.stream().map(CompletableFuture::join).toList()));
  }

  private static CompletionStage<List<HostPort>> byVotes(List<SentinelAnswer> answers) {
    Map<HostPort, Long> votes =
        answers.stream()
            .flatMap(it -> Stream.ofNullable(it.master()))
            .collect(groupingBy(it -> it, counting()));
    List<HostPort> masters =
        votes.entrySet().stream()
            .sorted(Map.Entry.<HostPort, Long>comparingByValue().reversed())
            .map(Map.Entry::getKey)
            .toList();
    return masters.isEmpty()
        ? CompletableFuture.failedStage(why(answers))
        : CompletableFuture.completedStage(masters);
  }

  /** A sentinel that contradicts the address explains more than one that cannot be reached. */
  private static Throwable why(List<SentinelAnswer> answers) {
    List<Throwable> failures =
        answers.stream().flatMap(it -> Stream.ofNullable(it.failure())).toList();
    return failures.stream()
        .filter(WrongRedisException.class::isInstance)
        .findFirst()
        .orElse(failures.getFirst());
  }

  private CompletionStage<SentinelAnswer> ask(HostPort sentinel) {
    return connector
        .sentinel(sentinel)
        .thenCompose(this::ask)
        .toCompletableFuture()
        .orTimeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)
        .handle((master, failure) ->
            failure == null
                ? new SentinelAnswer(master, null)
                : new SentinelAnswer(null, explained(failure)));
  }

  private CompletionStage<HostPort> ask(StatefulRedisSentinelConnection<String, String> sentinel) {
    return sentinel
        .async()
        .getMasterAddrByName(address.master())
        .<HostPort>thenApply(this::known)
        .whenComplete((_, _) -> sentinel.closeAsync());
  }

  private HostPort known(@Nullable SocketAddress master) {
    if (master instanceof InetSocketAddress at) {
      return new HostPort(at.getHostString(), at.getPort());
    }
    throw new WrongRedisException(
        String.format(
            Locale.ROOT,
            "has Sentinels that know no master '%s', expected #name of one that they watch",
            address.master()));
  }

  /** A server that is not a sentinel does not know the command. */
  private static Throwable explained(Throwable failure) {
    return "ERR".equals(Failure.codeOf(failure))
        ? new WrongRedisException("is no Sentinel, expected redis://host:port for it")
        : failure;
  }
}
