package dev.fanfare.backplane.redis;

import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The topics of one master, and the connections to it: one for commands and one for messages. If
 * replicas must confirm publications, a third one is for publications, because waiting for replicas
 * delays every command on its connection.
 */
final class Shard {
  /**
   * Where a shard is.
   *
   * @param masters the addresses where its master may be now, in the order to try
   * @param pulseKey a key that this master keeps
   */
  record Location(Supplier<CompletionStage<List<HostPort>>> masters, Supplier<String> pulseKey) {}

  /** Receives messages, and on the keeper's thread the changes of the shards themselves. */
  interface Observer extends PubSubConnection.PubSubListener {
    /** A connection was made or has ended, or a topic has moved. */
    void onChange();
  }

  private static final Logger LOG = LoggerFactory.getLogger(Shard.class);

  /** After this many beats the server is asked again for its policy, which can be set any time. */
  private static final int POLICY_BEATS = 5;

  /** Redis has answered and refuses nothing. */
  private static final Optional<String> WELL = Optional.empty();

  private final Connector connector;
  private final RedisSettings settings;
  private final Location location;
  private final Observer observer;
  private final KeptConnection<StatefulRedisConnection<String, String>> commands;
  private final KeptConnection<StatefulRedisPubSubConnection<String, String>> pubSub;
  private final KeptConnection<StatefulRedisConnection<String, String>> writes;
  private volatile @Nullable PubSubConnection telling;
  private volatile @Nullable ReplicaConfirmation confirmation;
  private volatile boolean sharded;
  private volatile String policy = "";

  /** Written on the keeper's thread. */
  private int beats;

  /** Where its master was found last, for the log. */
  private volatile String address = "";

  Shard(Connector connector, RedisSettings settings, Location location, Observer observer) {
    this.connector = connector;
    this.settings = settings;
    this.location = location;
    this.observer = observer;
    commands = kept("commands", this::connectCommands, this::pulse, this::onCommands);
    pubSub =
        kept(
            "messages",
            () -> connect(connector::pubSub, this::checkHearing),
            it -> it.async().ping().thenApply(_ -> WELL),
            this::onPubSub);
    writes =
        settings.needsReplicas()
            ? kept("publications", this::connectCommands, this::pulseOfReplicas, this::onWrites)
            : commands;
  }

  private CompletionStage<StatefulRedisConnection<String, String>> connectCommands() {
    return connect(connector::commands, this::checkRights);
  }

  private <C extends StatefulRedisConnection<String, String>> KeptConnection<C> kept(
      String purpose,
      Supplier<CompletionStage<C>> connect,
      Function<C, CompletionStage<Optional<String>>> question,
      Consumer<C> onUp) {
    return new KeptConnection<>(
        new KeptConnection.Plan<>(
            () -> "the connection to Redis at " + address + " for " + purpose,
            connect,
            question,
            onUp,
            observer::onChange),
        connector.keeper());
  }

  private <C extends StatefulRedisConnection<String, String>> CompletionStage<C> connect(
      Function<HostPort, CompletionStage<C>> make, Function<C, CompletionStage<?>> check) {
    return location
        .masters()
        .get()
        .thenCompose(candidates -> connectAny(make, candidates))
        .thenCompose(made -> Connector.checked(made, check.apply(made)));
  }

  /**
   * Fails if the user may not do everything that the scripts do, or may not run them by their
   * digest. The pulse finds all other refusals.
   */
  private CompletionStage<?> checkRights(StatefulRedisConnection<String, String> made) {
    return Script.PROBE
        .run(made.async(), probeKeys(), new String[] {Arguments.telling(sharded)})
        .exceptionallyCompose(Shard::ifRightIsMissing);
  }

  /** Fails if the user may not subscribe. */
  private CompletionStage<?> checkHearing(StatefulRedisPubSubConnection<String, String> made) {
    String channel = location.pulseKey().get();
    var redis = made.async();
    return (sharded ? redis.ssubscribe(channel) : redis.subscribe(channel))
        .thenCompose(_ -> sharded ? redis.sunsubscribe(channel) : redis.unsubscribe(channel))
        .exceptionallyCompose(Shard::ifRightIsMissing);
  }

  private static <T> CompletionStage<@Nullable T> ifRightIsMissing(Throwable failure) {
    return Failure.NO_RIGHT.equals(Failure.codeOf(failure))
        ? CompletableFuture.failedStage(failure)
        : CompletableFuture.completedStage(null);
  }

  private CompletionStage<List<Object>> probe(StatefulRedisConnection<String, String> made) {
    return Script.PROBE.runText(made.async(), probeKeys(), Arguments.telling(sharded));
  }

  private String[] probeKeys() {
    return new String[] {location.pulseKey().get()};
  }

  private <C extends StatefulRedisConnection<String, String>> CompletionStage<C> connectAny(
      Function<HostPort, CompletionStage<C>> make, List<HostPort> candidates) {
    HostPort candidate = candidates.getFirst();
    return make.apply(candidate)
        .thenCompose(made ->
            Connector.checked(
                made, connector.inspect(made).thenCompose(info -> accept(made, info, candidate))))
        .exceptionallyCompose(failure ->
            candidates.size() == 1
                ? CompletableFuture.failedStage(failure)
                : connectAny(make, candidates.subList(1, candidates.size())));
  }

  private CompletionStage<?> accept(
      StatefulRedisConnection<String, String> made, ServerInfo info, HostPort at) {
    info.checkMaster();
    see(info.policy());
    address = at.toString();
    return connector.hasShardedPubSub(made, info).thenAccept(has -> sharded = has);
  }

  private void see(String newPolicy) {
    if (!newPolicy.equals(policy) && ServerInfo.evicts(newPolicy)) {
      LOG.warn(
          "Redis has maxmemory-policy {}, expected noeviction: when its memory is full, it deletes"
              + " topics",
          newPolicy);
    }
    policy = newPolicy;
  }

  /** The policy by which Redis deletes topics when its memory is full; empty if it does not. */
  Optional<String> eviction() {
    return Optional.of(policy).filter(ServerInfo::evicts);
  }

  /** Connects. Complete when all connections are made, failed if one could not be made. */
  CompletionStage<?> open() {
    return connections()
        .<CompletionStage<?>>map(KeptConnection::open)
        .reduce(CompletableFuture.completedStage(true), (all, one) -> all.thenCompose(_ -> one));
  }

  Optional<StatefulRedisConnection<String, String>> commands() {
    return commands.connection();
  }

  /** The connection on which Redis sends messages. */
  Optional<PubSubConnection> telling() {
    return pubSub.connection().isPresent() ? Optional.ofNullable(telling) : Optional.empty();
  }

  /** The connection for publications that replicas are to confirm. */
  Optional<ReplicaConfirmation> confirmation() {
    return Optional.ofNullable(confirmation)
        .filter(it -> writes.connection().equals(Optional.of(it.connection())));
  }

  /** Whether its Pub/Sub stays within the shard. */
  boolean isSharded() {
    return sharded;
  }

  /** Why commands cannot be sent at the moment; empty if they can. */
  Optional<String> commandTrouble() {
    return commands.trouble();
  }

  /** A right that the user lacks and that writing needs; empty if none. */
  Optional<String> missingRight() {
    return commands.refusal().filter(it -> it.startsWith(Failure.refusal(Failure.NO_RIGHT)));
  }

  /** Why publishing is impossible at the moment; empty if it is possible. */
  Optional<String> writeTrouble() {
    return writes.trouble().or(() -> writes == commands ? Optional.empty() : writes.refusal());
  }

  /**
   * Why the shard cannot be read or written, or its messages do not arrive; empty if all is well.
   */
  Optional<String> trouble() {
    return connections().flatMap(it -> it.trouble().or(it::refusal).stream()).findFirst();
  }

  /** Asks Redis on all connections. On the keeper's thread. */
  void beat() {
    if (commands.refusal().equals(Optional.of(Failure.refusal(Failure.READ_ONLY)))) {
      connections().forEach(it -> it.renew(Failure.refusal(Failure.READ_ONLY)));
    }
    connections().forEach(KeptConnection::beat);
    if (beats++ % POLICY_BEATS == 0) {
      commands()
          .ifPresent(
              it -> it.async().info("memory").thenApply(ServerInfo::policy).thenAccept(this::see));
    }
  }

  /** Messages do not arrive: replaces their connection. On the keeper's thread. */
  void renewPubSub() {
    pubSub.renew(Failure.DISCONNECTED);
  }

  /** Closes all connections for good. On the keeper's thread; complete when they are gone. */
  CompletableFuture<?> close() {
    return CompletableFuture.allOf(
        connections()
            .map(KeptConnection::close)
            .map(CompletionStage::toCompletableFuture)
            .toArray(CompletableFuture[]::new));
  }

  private Stream<KeptConnection<?>> connections() {
    return Stream.<KeptConnection<?>>of(commands, pubSub, writes).distinct();
  }

  private void onCommands(StatefulRedisConnection<String, String> connection) {
    for (Script script : Script.values()) {
      var _ = script.load(connection.async());
    }
    observer.onChange();
  }

  private void onPubSub(StatefulRedisPubSubConnection<String, String> connection) {
    telling = new PubSubConnection(connection, connector.keys(), sharded, observer);
    observer.onChange();
  }

  private void onWrites(StatefulRedisConnection<String, String> connection) {
    confirmation = new ReplicaConfirmation(connection, settings);
  }

  /**
   * Asks by the probe script, because reading proves little: a Redis without memory, disk or
   * replicas refuses only writes, and a user who has lost a right is refused only that command.
   */
  private CompletionStage<Optional<String>> pulse(
      StatefulRedisConnection<String, String> connection) {
    return probe(connection).thenApply(_ -> WELL).exceptionallyCompose(Shard::refusal);
  }

  private CompletionStage<Optional<String>> pulseOfReplicas(
      StatefulRedisConnection<String, String> connection) {
    ReplicaConfirmation asked = confirmation;
    return pulse(connection)
        .thenCompose(refusal ->
            refusal.isPresent() || asked == null
                ? CompletableFuture.completedStage(refusal)
                : asked
                    .confirmed()
                    .thenApply(enough -> enough ? WELL : Optional.of(settings.shortage())));
  }

  /** A refusal is an answer as well. A key that has moved is no refusal. */
  private static CompletionStage<Optional<String>> refusal(Throwable failure) {
    String code = Failure.codeOf(failure);
    if (code == null) {
      return CompletableFuture.failedStage(failure);
    }
    return CompletableFuture.completedStage(
        Failure.isMoving(code) ? WELL : Optional.of(Failure.refusal(failure)));
  }
}
