package dev.fanfare.gateway;

import java.time.Duration;

/**
 * What an instance grants a connection.
 *
 * @param instance the name of this process, for people
 * @param heartbeat the time between two pings; a client that is silent for three is cut
 * @param connections sockets at most; past it an upgrade gets 503
 * @param topics of one connection; past it {@code too_many_topics}
 * @param messagesPerSecond inbound of one connection; past it {@code rate_limited}
 * @param burst how many messages may come at once
 */
public record GatewaySettings(
    String instance,
    Duration heartbeat,
    int connections,
    int topics,
    int messagesPerSecond,
    int burst) {
  /** One inbound message; past it the socket is closed. */
  public static final int MAX_MESSAGE_BYTES = 128 * 1024;

  public static GatewaySettings defaults(String instance) {
    return new GatewaySettings(instance, Duration.ofSeconds(25), 100_000, 128, 50, 256);
  }
}
