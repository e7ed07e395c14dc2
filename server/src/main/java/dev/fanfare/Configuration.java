package dev.fanfare;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.door.ConnectionSettings;
import dev.fanfare.gateway.http.HttpSettings;
import dev.fanfare.session.ConnectionLimit;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.topic.TopicLimits;
import io.micronaut.context.annotation.ConfigurationProperties;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * All settings, under {@code fanfare.} or as environment variables: {@code fanfare.log-events} is
 * {@code FANFARE_LOG_EVENTS}. Null means not set: then the default is that of the record that the
 * setting becomes a part of. These records refuse invalid values.
 *
 * @param instance the name of this process, for people; made from the host's name if empty
 * @param allowedOrigins origins of web pages that may talk to this instance besides its own
 * @param allowedHosts hosts under which this instance may be addressed besides this machine's
 * @param heartbeat the time between two pings
 * @param unread how long a socket that is full may take nothing; past it the client is cut
 * @param linger how long a topic is kept here after its last subscriber has gone
 * @param connections the most sockets; past it 503
 * @param headTimeout how long the head of a request may take; past it the connection is closed
 * @param bodyBytesPerSecond the least average pace of a request's body, after a grace as long as a
 *     head may take; below it the connection is closed
 * @param keepAlive how long a connection may be idle between two requests
 * @param connectionTopics the most topics of a connection; past it {@code too_many_topics}
 * @param messagesPerSecond the most inbound frames a second of a connection; past it {@code
 *     rate_limited}
 * @param messageBurst how many inbound frames may come at once
 * @param logEvents events in a topic's log; past it the oldest are dropped
 * @param logBytes bytes of a topic's log; past it the oldest are dropped
 * @param logAge age of a topic's log; older events are dropped
 * @param stateKeys keys with a value in a topic; past it publishing is refused
 * @param stateBytes bytes of a topic's values; past it publishing is refused
 * @param latestUsers users of a topic whose latest event is kept; past it the oldest is forgotten
 * @param idle how long a topic is kept while nobody writes or follows it
 * @param idempotency how long an idempotency key is remembered
 * @param answerBytes of large answers over HTTP that are being sent; past it 503
 * @param connectionBytes that HTTP connections hold together; past it a connection that wants more
 *     is closed
 * @param storeBytes heap of all topics that are stored in memory; past it the data that was used
 *     longest ago is forgotten, then publishing state is refused
 * @param latestBytes heap, within {@code storeBytes}, of a topic's latest events by user; past it
 *     the oldest is forgotten
 * @param idempotencyBytes heap of the idempotency keys that are remembered in memory; past it new
 *     ones get 503
 * @param followedBytes heap of the topics that are followed here; past it new ones are refused
 */
@ConfigurationProperties("fanfare")
record Configuration(
    @Nullable String instance,
    @Nullable List<String> allowedOrigins,
    @Nullable List<String> allowedHosts,
    @Nullable Duration heartbeat,
    @Nullable Duration unread,
    @Nullable Duration linger,
    @Nullable Integer connections,
    @Nullable Duration headTimeout,
    @Nullable Integer bodyBytesPerSecond,
    @Nullable Duration keepAlive,
    @Nullable Integer connectionTopics,
    @Nullable Integer messagesPerSecond,
    @Nullable Integer messageBurst,
    @Nullable Integer logEvents,
    @Nullable Integer logBytes,
    @Nullable Duration logAge,
    @Nullable Integer stateKeys,
    @Nullable Integer stateBytes,
    @Nullable Integer latestUsers,
    @Nullable Duration idle,
    @Nullable Duration idempotency,
    @Nullable Long answerBytes,
    @Nullable Long connectionBytes,
    @Nullable Long storeBytes,
    @Nullable Long latestBytes,
    @Nullable Long idempotencyBytes,
    @Nullable Long followedBytes) {

  List<String> origins() {
    return or(allowedOrigins, List.of());
  }

  List<String> hosts() {
    return or(allowedHosts, List.of());
  }

  StoreLimits storeLimits() {
    StoreLimits usual = StoreLimits.DEFAULT;
    return new StoreLimits(
        topicLimits(usual.topic()),
        or(latestUsers, usual.latestUsers()),
        or(idle, usual.idle()),
        or(idempotency, usual.idempotency()),
        memory(usual.memory()));
  }

  private TopicLimits topicLimits(TopicLimits usual) {
    return new TopicLimits(
        or(logEvents, usual.logEvents()),
        or(logBytes, usual.logBytes()),
        or(logAge, usual.logAge()),
        or(stateKeys, usual.stateKeys()),
        or(stateBytes, usual.stateBytes()));
  }

  private StoreLimits.Memory memory(StoreLimits.Memory usual) {
    return new StoreLimits.Memory(
        or(storeBytes, usual.storeBytes()),
        or(latestBytes, usual.latestBytes()),
        or(idempotencyBytes, usual.idempotencyBytes()));
  }

  HubSettings hubSettings() {
    HubSettings usual = HubSettings.DEFAULT;
    return new HubSettings(
        topicLimits(usual.limits()),
        or(linger, usual.linger()),
        or(followedBytes, usual.followedBytes()));
  }

  HttpSettings httpSettings() {
    HttpSettings usual = HttpSettings.DEFAULT;
    return new HttpSettings(
        or(answerBytes, usual.answerBytes()), or(connectionBytes, usual.connectionBytes()));
  }

  SessionSettings sessionSettings(String name, ConnectionLimit limit) {
    SessionSettings usual = SessionSettings.defaults(name);
    return new SessionSettings(
        instance == null || instance.isBlank() ? name : instance,
        or(heartbeat, usual.heartbeat()),
        or(unread, usual.unread()),
        limit.sockets(),
        or(connectionTopics, usual.topics()),
        or(messagesPerSecond, usual.messagesPerSecond()),
        or(messageBurst, usual.burst()));
  }

  ConnectionSettings connectionSettings(ConnectionLimit limit) {
    ConnectionSettings usual = ConnectionSettings.DEFAULT;
    return new ConnectionSettings(
        limit.all(),
        or(headTimeout, usual.head()),
        or(bodyBytesPerSecond, usual.bodyBytesPerSecond()),
        or(keepAlive, usual.keepAlive()),
        or(unread, usual.unread()));
  }

  private static <T> T or(@Nullable T set, T usual) {
    return Objects.requireNonNullElse(set, usual);
  }
}
