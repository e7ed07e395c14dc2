package dev.fanfare.gateway;

import java.time.Duration;

/**
 * What an instance grants a connection that is not, or not yet, a WebSocket session.
 *
 * @param most connections of all kinds; past it one is closed when it is accepted
 * @param head how long the head of a request may take, TLS included; past it the connection is
 *     closed
 * @param bodyBytesPerSecond of a request's body at least, on average, once it has taken as long as
 *     a head may; below it the connection is closed
 * @param keepAlive how long a connection may be idle between two requests; past it, it is closed
 * @param unread how long a client may take nothing of an answer; past it the connection is closed
 */
public record ConnectionSettings(
    int most, Duration head, int bodyBytesPerSecond, Duration keepAlive, Duration unread) {
  public ConnectionSettings {
    GatewaySettings.check(most > 0, "connections", most, "at least 1");
    GatewaySettings.check(head.isPositive(), "head-timeout", head, "a time above 0");
    GatewaySettings.check(
        bodyBytesPerSecond > 0, "body-bytes-per-second", bodyBytesPerSecond, "at least 1");
    GatewaySettings.check(keepAlive.isPositive(), "keep-alive", keepAlive, "a time above 0");
    GatewaySettings.check(unread.isPositive(), "unread", unread, "a time above 0");
  }
}
