package dev.fanfare.backplane.redis;

import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.NettyCustomizer;
import io.lettuce.core.sentinel.api.StatefulRedisSentinelConnection;
import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Makes connections. None of them heals itself: one that breaks has ended, and a {@link
 * KeptConnection} makes another. So what had not been answered when it broke has failed; Lettuce
 * would send it again, and what Redis has already done would be done twice.
 */
final class Connector implements AutoCloseable {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Past it a command has failed, whatever comes of it. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(3);

  /** For which Lettuce may lose the reason why a connection failed. */
  private static final int MAX_ATTEMPTS = 4;

  /** Commands that wait for an answer; past it they are refused. */
  private static final int MAX_WAITING = 50_000;

  private final RedisAddress address;
  private final TopicKeys keys;

  /** Every channel of the client, open or still connecting; closes at once what comes late. */
  private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);

  /** Connections that are being made. */
  private final Set<CompletableFuture<?>> attempts = ConcurrentHashMap.newKeySet();

  private final ClientResources resources;
  private final RedisClient client;
  private final EventExecutor keeper;
  private volatile boolean closed;

  Connector(RedisAddress address, TopicKeys keys) {
    this.address = address;
    this.keys = keys;
    resources = ClientResources.builder().nettyCustomizer(new Remembering()).build();
    client = RedisClient.create(resources);
    keeper = resources.eventExecutorGroup().next();
    client.setOptions(
        ClientOptions.builder()
            .autoReconnect(false)
            .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
            .requestQueueSize(MAX_WAITING)
            .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
            .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
            .build());
  }

  /** The names of what is kept there. */
  TopicKeys keys() {
    return keys;
  }

  /** The masters, as the address says that they are run. */
  Shards shards(RedisSettings settings) {
    return switch (address.kind()) {
      case STANDALONE ->
          new SingleShard(this, settings, () -> CompletableFuture.completedStage(address.hosts()));
      case SENTINEL -> new SingleShard(this, settings, new Sentinels(this, address)::masters);
      case CLUSTER -> new ClusterShards(this, settings, address.hosts());
    };
  }

  CompletionStage<StatefulRedisConnection<String, String>> commands(HostPort at) {
    return attempt(() -> client.connectAsync(StringCodec.UTF8, address.dataServer(at)));
  }

  CompletionStage<StatefulRedisPubSubConnection<String, String>> pubSub(HostPort at) {
    return attempt(() -> client.connectPubSubAsync(StringCodec.UTF8, address.dataServer(at)));
  }

  CompletionStage<StatefulRedisSentinelConnection<String, String>> sentinel(HostPort at) {
    return attempt(() -> client.connectSentinelAsync(StringCodec.UTF8, address.sentinel(at)));
  }

  @SuppressWarnings("UndefinedEquals") // the very future, which equals no other
  private <C> CompletionStage<C> attempt(Supplier<CompletionStage<C>> connect) {
    if (closed) {
      return CompletableFuture.failedStage(new RedisException(Failure.DISCONNECTED));
    }
    CompletableFuture<C> attempt = withReason(connect, MAX_ATTEMPTS).toCompletableFuture();
    attempts.add(attempt);
    attempt.whenComplete((_, _) -> attempts.remove(attempt));
    return attempt;
  }

  /**
   * Connects again where the reason of a failure was lost. Lettuce looks for its handshake after
   * the connection is open. Redis may have refused the handshake by then (a wrong password, say),
   * the connection has ended, and Lettuce reports only that it found no handshake.
   */
  static <C> CompletionStage<C> withReason(Supplier<CompletionStage<C>> connect, int attempts) {
    return connect
        .get()
        .toCompletableFuture()
        .exceptionallyCompose(failure ->
            attempts > 1 && lostItsReason(failure)
                ? withReason(connect, attempts - 1)
                : CompletableFuture.failedStage(failure));
  }

  private static boolean lostItsReason(Throwable failure) {
    return failure instanceof IllegalStateException
        || (failure.getCause() != null && lostItsReason(failure.getCause()));
  }

  /** Keeps the channels in the group above. */
  private final class Remembering implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      channels.add(channel);
    }
  }

  /** What the server says of itself, if it is what the user said. */
  CompletionStage<ServerInfo> inspect(StatefulRedisConnection<String, String> connection) {
    var redis = connection.async();
    return redis
        .info("server")
        .thenCombine(redis.info("replication"), (server, roles) -> server + "\n" + roles)
        .thenApply(ServerInfo::parse)
        .thenApply(info -> {
          info.check(address.kind());
          return info;
        });
  }

  /**
   * Whether it has Pub/Sub that stays within a shard. It is asked for the commands: others than
   * Redis say that they are a version of it, and have not all that it has. Who may not ask does
   * without.
   */
  CompletionStage<Boolean> hasShardedPubSub(
      StatefulRedisConnection<String, String> connection, ServerInfo info) {
    return info.isNode()
        ? connection
            .async()
            .commandInfo("ssubscribe", "spublish")
            .thenApply(found -> found.stream().filter(Objects::nonNull).count() == 2)
            .exceptionally(_ -> false)
        : CompletableFuture.completedStage(false);
  }

  /** The connection, if it leads to what is wanted; otherwise it is closed. */
  static <C extends StatefulConnection<?, ?>> CompletionStage<C> checked(
      C connection, CompletionStage<?> check) {
    return check
        .handle((_, failure) -> {
          if (failure == null) {
            return CompletableFuture.completedStage(connection);
          }
          connection.closeAsync();
          return CompletableFuture.<C>failedStage(failure);
        })
        .thenCompose(it -> it);
  }

  /** The one thread that makes and moves connections and subscriptions. */
  EventExecutor keeper() {
    return keeper;
  }

  /** Where long answers are read, so that nobody else waits for his meanwhile. */
  Executor readers() {
    return resources.eventExecutorGroup();
  }

  /**
   * Ends the attempts to connect before the loops that make them: a channel that a loop registers
   * while it ends is never unregistered, and Lettuce releases its buffer only then.
   */
  @Override
  public void close() {
    closed = true;
    channels.close();
    CompletableFuture.allOf(attempts.toArray(CompletableFuture[]::new))
        .handle((_, _) -> true)
        .completeOnTimeout(false, CONNECT_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS)
        .join();
    client.shutdown(Duration.ZERO, COMMAND_TIMEOUT);
    var _ = resources.shutdown(0, COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
