package dev.fanfare.backplane.redis;

import dev.fanfare.backplane.BackplaneUnavailableException;
import io.lettuce.core.ClientOptions;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisException;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SocketOptions;
import io.lettuce.core.TimeoutOptions;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.async.RedisAsyncCommands;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import io.lettuce.core.resource.ClientResources;
import io.lettuce.core.resource.Delay;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/** The way to Redis: one connection for commands, and one on which Redis tells. */
final class RedisLink implements AutoCloseable {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(2);

  /** Past it a command has failed, whatever comes of it. */
  private static final Duration COMMAND_TIMEOUT = Duration.ofSeconds(3);

  private static final Duration BEAT = Duration.ofSeconds(1);
  private static final Duration FIRST_RECONNECT = Duration.ofMillis(50);
  private static final Duration LAST_RECONNECT = Duration.ofSeconds(1);

  /** Commands that wait for an answer; past it they are refused. */
  private static final int MAX_WAITING = 50_000;

  private final ClientResources resources;
  private final RedisClient client;
  private final StatefulRedisConnection<String, String> commands;
  private final StatefulRedisPubSubConnection<String, String> pubSub;
  private final Pulse commandPulse;
  private final Pulse pubSubPulse;

  /**
   * Connects, and waits until that is done.
   *
   * @throws BackplaneUnavailableException if Redis cannot be reached
   */
  RedisLink(RedisAddress address) {
    resources =
        ClientResources.builder()
            .reconnectDelay(
                Delay.exponential(FIRST_RECONNECT, LAST_RECONNECT, 2, TimeUnit.MILLISECONDS))
            .build();
    RedisURI uri = address.uri();
    uri.setTimeout(
        CONNECT_TIMEOUT); // for its first answer, or one that hangs is waited for a minute
    client = RedisClient.create(resources, uri);
    client.setOptions(options());
    try {
      commands = client.connect(StringCodec.UTF8);
      pubSub = client.connectPubSub(StringCodec.UTF8);
    } catch (RedisException e) {
      close();
      throw address.unreachable(e);
    }
    commandPulse = new Pulse(commands, commands.async()::ping);
    pubSubPulse = new Pulse(pubSub, pubSub.async()::ping);
    every(
        BEAT,
        () -> {
          commandPulse.beat();
          pubSubPulse.beat();
        });
  }

  /**
   * Refusing commands while disconnected also means that what waits for its answer when the
   * connection breaks has failed. By default Lettuce would send it again over the next one, and
   * what Redis has already done would be done twice.
   */
  private static ClientOptions options() {
    return ClientOptions.builder()
        .disconnectedBehavior(ClientOptions.DisconnectedBehavior.REJECT_COMMANDS)
        .requestQueueSize(MAX_WAITING)
        .socketOptions(SocketOptions.builder().connectTimeout(CONNECT_TIMEOUT).build())
        .timeoutOptions(TimeoutOptions.enabled(COMMAND_TIMEOUT))
        .build();
  }

  RedisAsyncCommands<String, String> commands() {
    return commands.async();
  }

  StatefulRedisPubSubConnection<String, String> pubSub() {
    return pubSub;
  }

  /** Where long answers are read, so that nobody else waits for his meanwhile. */
  Executor readers() {
    return resources.eventExecutorGroup();
  }

  void every(Duration period, Runnable task) {
    var _ =
        resources
            .eventExecutorGroup()
            .scheduleAtFixedRate(task, period.toMillis(), period.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Why commands are of no use at the moment. */
  Optional<String> commandTrouble() {
    return commandPulse.trouble();
  }

  /** Why Redis is not heard at the moment. */
  Optional<String> pubSubTrouble() {
    return pubSubPulse.trouble();
  }

  @Override
  public void close() {
    client.shutdown(Duration.ZERO, COMMAND_TIMEOUT);
    var _ = resources.shutdown(0, COMMAND_TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
  }
}
