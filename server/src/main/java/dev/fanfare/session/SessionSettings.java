package dev.fanfare.session;

import dev.fanfare.topic.Bounds;
import java.time.Duration;

/**
 * The limits of a session.
 *
 * @param instance the name of this process, for people
 * @param heartbeat the time between two pings; a client that sends nothing after three in a row is
 *     cut when the fourth is due
 * @param unread how long a socket that is full may take nothing; past it the client is cut
 * @param connections the most sockets; past it an upgrade gets 503
 * @param topics the most topics of one connection; past it {@code too_many_topics}
 * @param messagesPerSecond the most inbound frames a second of one connection; past it {@code
 *     rate_limited}
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
  /** The longest inbound message; past it the socket is closed. */
  public static final int MAX_MESSAGE_BYTES = 128 * 1024;

  /**
   * The most bytes of a socket's publications that the store has not answered; past it nothing more
   * is read from the socket.
   */
  public static final int MAX_PUBLISHING_BYTES = 256 * 1024;

  /** The default of {@link #unread}, also for HTTP answers. */
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
