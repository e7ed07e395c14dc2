package dev.fanfare.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;

/** What a client has sent: a message, put together if it came in fragments, or a control frame. */
sealed interface InboundFrame {
  record Text(ByteBuffer utf8) implements InboundFrame {}

  /** A message that is no text; nobody wants to know what it says. */
  record Binary(int bytes) implements InboundFrame {}

  @SuppressWarnings("ArrayRecordComponent") // passed on once
  record Ping(byte[] payload) implements InboundFrame {}

  record Pong() implements InboundFrame {}

  /** The client ends it; the payload is nothing, or a code and a reason. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once
  record Close(byte[] payload) implements InboundFrame {}

  /** It breaks RFC 6455. Nothing can be read behind it. */
  record Broken(WebSocketCloseStatus status) implements InboundFrame {}

  /** A message is longer than it may be. Nothing is read behind it. */
  record TooLong() implements InboundFrame {}
}
