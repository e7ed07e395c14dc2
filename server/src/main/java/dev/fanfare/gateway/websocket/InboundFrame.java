package dev.fanfare.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;

/** What a client has sent: a message, put together if it came in fragments, or a part of one. */
sealed interface InboundFrame {
  /** One that a client may send again and again: it counts against the rate limit. */
  sealed interface Counted extends InboundFrame {}

  /**
   * A message of well-formed text.
   *
   * @param bytes how long it was on the wire
   */
  record Text(String text, int bytes) implements Counted {}

  /** A message that is no text; nobody wants to know what it says. */
  record Binary(int bytes) implements Counted {}

  /** A part of a message, but not the last. */
  record Fragment(int bytes) implements Counted {}

  @SuppressWarnings("ArrayRecordComponent") // passed on once
  record Ping(byte[] payload) implements Counted {}

  record Pong() implements Counted {}

  /** The client ends it; the payload is nothing, or a code and a reason. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once
  record Close(byte[] payload) implements InboundFrame {}

  /** It breaks RFC 6455. Nothing can be read after it. */
  record Broken(WebSocketCloseStatus status) implements InboundFrame {}

  /** A message is longer than it may be. Nothing is read after it. */
  record TooLong() implements InboundFrame {}
}
