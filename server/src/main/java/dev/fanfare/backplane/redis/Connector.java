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
 * Makes connections to Redis. No connection reconnects by itself: a broken one has ended, and a
 * {@link KeptConnection} makes another. The commands without an answer have failed. Lettuce would
 * send them again, and Redis might execute them twice.
 */
final class Connector implements AutoCloseable {
  static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** A command without an answer for this long has failed, even if Redis executes it later. */
  static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(3);

  /** Attempts to connect if Lettuce loses the reason of the failure. */
  private static final int MAX_ATTEMPTS = 4;

  /** The most commands of a connection that wait for answers; past it commands are refused. */
  private static final int MAX_WAITING = 50_000;

  private final RedisAddress address;
  private final TopicKeys keys;

  /**
   * Every channel of the client, open or still connecting. Once closed, the group closes later
   * channels at once.
   */
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

  /** The names of the keys and channels. */
  TopicKeys keys() {
    return keys;
  }

  /** The shards, for the kind of deployment that the address names. */
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

  @SuppressWarnings("UndefinedEquals") // the identical future: it equals no other
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
   * Connects again if Lettuce has lost the reason of a failure. Lettuce looks for its handshake
   * after the connection is open. By then Redis may have refused the handshake (a wrong password,
   * say) and ended the connection; Lettuce then reports only that it found no handshake.
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

  /** Adds each channel to {@link #channels}. */
  private final class Remembering implements NettyCustomizer {
    @Override
    public void afterChannelInitialized(Channel channel) {
      channels.add(channel);
    }
  }

  /** Reads what the server reports about itself. Fails if that contradicts the address. */
  CompletionStage<ServerInfo> inspect(StatefulRedisConnection<String, String> connection) {
    var redis = connection.async();
    return redis
        .info("server")
        .thenCombine(redis.info("replication"), (server, roles) -> server + "\n" + roles)
        .thenCombine(redis.info("memory"), (known, memory) -> known + "\n" + memory)
        .thenApply(ServerInfo::parse)
        .thenApply(info -> {
          info.check(address.kind());
          return info;
        });
  }

  /**
   * Whether the server has Pub/Sub that stays within a shard. Its list of commands decides, not its
   * version: servers that are compatible with Redis report the version of a Redis whose commands
   * they do not all have. If the user may not ask for the list, the answer is no.
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

  /** The connection, if the check succeeds; otherwise the connection is closed. */
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

  /** Reads long answers, so that they do not delay other answers. */
  Executor readers() {
    return resources.eventExecutorGroup();
  }

  /**
   * Ends the attempts to connect before it ends their loops. A channel that a loop registers while
   * the loop ends is never unregistered, so Lettuce would never release the channel's buffer.
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
