package dev.fanfare;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.ConnectionLimit;
import dev.fanfare.gateway.ConnectionSettings;
import dev.fanfare.gateway.GatewaySettings;
import dev.fanfare.gateway.http.HttpSettings;
import dev.fanfare.topic.TopicLimits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that can be set, under {@code fanfare.}, or as environment variables: {@code
 * fanfare.log-events} is {@code FANFARE_LOG_EVENTS}.
 *
 * @param instance the name of this process, for people; made of the host's name if empty
 * @param allowedOrigins origins of web pages that may talk to this instance besides its own
 * @param allowedHosts hosts under which this instance may be addressed besides this machine's
 * @param heartbeat the time between two pings
 * @param unread how long a socket that is full may take nothing; past it the client is cut
 * @param linger how long a topic is kept here after its last subscriber has gone
 * @param connections sockets at most; past it 503; 100,000 or as many as the process may open files
 *     for if none
 * @param headTimeout how long the head of a request may take; past it the connection is closed
 * @param bodyBytesPerSecond of a request's body at least, on average, after a grace as long as a
 *     head may take; below it the connection is closed
 * @param keepAlive how long a connection may be idle between two requests
 * @param connectionTopics topics a connection; past it {@code too_many_topics}
 * @param messagesPerSecond inbound frames a connection; past it {@code rate_limited}
 * @param messageBurst how many may come at once
 * @param logEvents events in a topic's log; past it the oldest are dropped
 * @param logBytes bytes of a topic's log; past it the oldest are dropped
 * @param logAge age of a topic's log; older events are dropped
 * @param stateKeys keys with a value in a topic; past it publishing is refused
 * @param stateBytes bytes of a topic's values; past it publishing is refused
 * @param latestUsers users of a topic whose latest event is kept; past it the oldest is forgotten
 * @param idle how long a topic is kept that nobody writes or follows
 * @param idempotency how long an idempotency key is remembered
 * @param answerBytes of large answers over HTTP that are on their way; past it 503; 0: an eighth of
 *     the heap
 * @param connectionBytes that HTTP connections hold together; past it one that wants more is
 *     closed; 0: an eighth of the heap
 * @param storeBytes heap that all topics take that are stored in memory; past it what was used
 *     longest ago is forgotten, then publishing state is refused. 0: a quarter of the heap
 * @param latestBytes of it, that the latest events by user of a topic take; past it the oldest is
 *     forgotten
 * @param idempotencyBytes heap that idempotency keys take that are remembered in memory; past it
 *     new ones get 503. 0: 1/8 of the heap
 * @param followedBytes heap that the topics followed here take; past it new ones are refused. 0: a
 *     quarter of the heap
 */
@ConfigurationProperties("fanfare")
record Configuration(
    @Bindable(defaultValue = "") String instance,
    @Bindable(defaultValue = "") List<String> allowedOrigins,
    @Bindable(defaultValue = "") List<String> allowedHosts,
    @Bindable(defaultValue = "25s") Duration heartbeat,
    @Bindable(defaultValue = "60s") Duration unread,
    @Bindable(defaultValue = "30s") Duration linger,
    @Nullable Integer connections,
    @Bindable(defaultValue = "10s") Duration headTimeout,
    @Bindable(defaultValue = "1024") int bodyBytesPerSecond,
    @Bindable(defaultValue = "60s") Duration keepAlive,
    @Bindable(defaultValue = "128") int connectionTopics,
    @Bindable(defaultValue = "50") int messagesPerSecond,
    @Bindable(defaultValue = "256") int messageBurst,
    @Bindable(defaultValue = "1000") int logEvents,
    @Bindable(defaultValue = "1048576") int logBytes,
    @Bindable(defaultValue = "10m") Duration logAge,
    @Bindable(defaultValue = "10000") int stateKeys,
    @Bindable(defaultValue = "16777216") int stateBytes,
    @Bindable(defaultValue = "10000") int latestUsers,
    @Bindable(defaultValue = "24h") Duration idle,
    @Bindable(defaultValue = "2m") Duration idempotency,
    @Bindable(defaultValue = "0") long answerBytes,
    @Bindable(defaultValue = "0") long connectionBytes,
    @Bindable(defaultValue = "0") long storeBytes,
    @Bindable(defaultValue = "8388608") long latestBytes,
    @Bindable(defaultValue = "0") long idempotencyBytes,
    @Bindable(defaultValue = "0") long followedBytes) {

  TopicLimits topicLimits() {
    return new TopicLimits(logEvents, logBytes, logAge, stateKeys, stateBytes);
  }

  StoreLimits storeLimits() {
    return new StoreLimits(topicLimits(), latestUsers, idle, idempotency, memory());
  }

  private StoreLimits.Memory memory() {
    var usual = StoreLimits.Memory.ofHeap();
    return new StoreLimits.Memory(
        orUsual(storeBytes, usual.storeBytes()),
        latestBytes,
        orUsual(idempotencyBytes, usual.idempotencyBytes()));
  }

  HubSettings hubSettings() {
    HubSettings usual = new HubSettings(topicLimits(), linger);
    return new HubSettings(topicLimits(), linger, orUsual(followedBytes, usual.followedBytes()));
  }

  private static long orUsual(long bytes, long usual) {
    return bytes == 0 ? usual : bytes;
  }

  HttpSettings httpSettings() {
    return HttpSettings.of(answerBytes, connectionBytes, Runtime.getRuntime().maxMemory());
  }

  GatewaySettings gatewaySettings(String name, ConnectionLimit limit) {
    return new GatewaySettings(
        name,
        heartbeat,
        unread,
        limit.sockets(),
        connectionTopics,
        messagesPerSecond,
        messageBurst);
  }

  ConnectionSettings connectionSettings(ConnectionLimit limit) {
    return new ConnectionSettings(limit.all(), headTimeout, bodyBytesPerSecond, keepAlive, unread);
  }
}
