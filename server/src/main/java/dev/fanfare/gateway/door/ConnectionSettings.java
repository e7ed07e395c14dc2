package dev.fanfare.gateway.door;

import dev.fanfare.session.ConnectionLimit;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.topic.Bounds;
import java.time.Duration;

/**
 * The limits of a connection that is not a WebSocket session, or not yet.
 *
 * @param most the most connections of all kinds; past it a connection is closed when it is accepted
 * @param head how long the head of a request may take, TLS included; past it the connection is
 *     closed
 * @param bodyBytesPerSecond the least average pace of a request's body, after a grace as long as a
 *     head may take; below it the connection is closed
 * @param keepAlive how long a connection may be idle between two requests; past it, it is closed
 * @param unread how long a client may take nothing of an answer; past it the connection is closed
 */
public record ConnectionSettings(
    int most, Duration head, int bodyBytesPerSecond, Duration keepAlive, Duration unread) {
  public static final ConnectionSettings DEFAULT =
      new ConnectionSettings(
          ConnectionLimit.DEFAULT.all(),
          Duration.ofSeconds(10),
          1024,
          Duration.ofSeconds(60),
          SessionSettings.UNREAD);

  public ConnectionSettings {
    Bounds.check("fanfare.connections", most, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.head-timeout", head);
    Bounds.check("fanfare.body-bytes-per-second", bodyBytesPerSecond, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.keep-alive", keepAlive);
    Bounds.check("fanfare.unread", unread);
  }
}
