package dev.fanfare;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.gateway.GatewaySettings;
import dev.fanfare.topic.TopicLimits;
import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.time.Duration;
import java.util.List;

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
 * @param connections sockets at most; past it 503
 * @param connectionTopics topics a connection; past it {@code too_many_topics}
 * @param messagesPerSecond inbound a connection; past it {@code rate_limited}
 * @param messageBurst how many may come at once
 * @param logEvents events in a topic's log; past it the oldest are dropped
 * @param logBytes bytes of a topic's log; past it the oldest are dropped
 * @param logAge age of a topic's log; older events are dropped
 * @param stateKeys keys with a value in a topic; past it publishing is refused
 * @param stateBytes bytes of a topic's values; past it publishing is refused
 * @param latestUsers users of a topic whose latest event is kept; past it the oldest is forgotten
 * @param idle how long a topic is kept that nobody writes or follows
 * @param idempotency how long an idempotency key is remembered
 */
@ConfigurationProperties("fanfare")
record Configuration(
    @Bindable(defaultValue = "") String instance,
    @Bindable(defaultValue = "") List<String> allowedOrigins,
    @Bindable(defaultValue = "") List<String> allowedHosts,
    @Bindable(defaultValue = "25s") Duration heartbeat,
    @Bindable(defaultValue = "60s") Duration unread,
    @Bindable(defaultValue = "30s") Duration linger,
    @Bindable(defaultValue = "100000") int connections,
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
    @Bindable(defaultValue = "2m") Duration idempotency) {

  TopicLimits topicLimits() {
    return new TopicLimits(logEvents, logBytes, logAge, stateKeys, stateBytes);
  }

  StoreLimits storeLimits() {
    return new StoreLimits(topicLimits(), latestUsers, idle, idempotency);
  }

  HubSettings hubSettings() {
    return new HubSettings(topicLimits(), linger);
  }

  GatewaySettings gatewaySettings(String name) {
    return new GatewaySettings(
        name, heartbeat, unread, connections, connectionTopics, messagesPerSecond, messageBurst);
  }
}
