package dev.fanfare.session;

import dev.fanfare.topic.Bounds;
import java.time.Duration;

/**
 * What an instance grants a connection.
 *
 * @param instance the name of this process, for people
 * @param heartbeat the time between two pings; a client that is silent for three is cut
 * @param unread how long a socket that is full may take nothing; past it the client is cut
 * @param connections sockets at most; past it an upgrade gets 503
 * @param topics of one connection; past it {@code too_many_topics}
 * @param messagesPerSecond inbound frames of one connection; past it {@code rate_limited}
 * @param burst how many frames may come at once
 */
public record SessionSettings(
    String instance,
    Duration heartbeat,
    Duration unread,
    int connections,
    int topics,
    int messagesPerSecond,
    int burst) {
  /** One inbound message; past it the socket is closed. */
  public static final int MAX_MESSAGE_BYTES = 128 * 1024;

  /** What a socket publishes and the store has not yet; past it nothing more is read from it. */
  public static final int MAX_PUBLISHING_BYTES = 256 * 1024;

  /** For HTTP answers, too. */
  public static final Duration UNREAD = Duration.ofSeconds(60);

  public SessionSettings {
    Bounds.check("fanfare.heartbeat", heartbeat);
    Bounds.check("fanfare.unread", unread);
    ConnectionLimit.check(connections);
    Bounds.check("fanfare.connection-topics", topics, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.messages-per-second", messagesPerSecond, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.message-burst", burst, 1, Integer.MAX_VALUE);
  }

  public static SessionSettings defaults(String instance) {
    return new SessionSettings(
        instance, Duration.ofSeconds(25), UNREAD, ConnectionLimit.DEFAULT.sockets(), 128, 50, 256);
  }
}
