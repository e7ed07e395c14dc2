package dev.fanfare.gateway.websocket;

import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;

/**
 * What comes from a client: a whole message, a fragment of one, a control frame, or a violation.
 */
sealed interface InboundFrame {
  /** A frame that counts against the rate limit, because a client may send any number of them. */
  sealed interface Counted extends InboundFrame {}

  /**
   * A message of well-formed text.
   *
   * @param bytes how long it was on the wire
   */
  record Text(String text, int bytes) implements Counted {}

  /** A message that is not text. Its content is not needed. */
  record Binary(int bytes) implements Counted {}

  /** A fragment of a message, but not the last. */
  record Fragment(int bytes) implements Counted {}

  @SuppressWarnings("ArrayRecordComponent") // passed on once
  record Ping(byte[] payload) implements Counted {}

  record Pong() implements Counted {}

  /** The client closes the socket. The payload is empty, or a code and a reason. */
  @SuppressWarnings("ArrayRecordComponent") // passed on once
  record Close(byte[] payload) implements InboundFrame {
    /** What RFC 6455 calls a close frame without a code. */
    private static final int NO_CODE = 1005;

    int code() {
      return payload.length < Short.BYTES
          ? NO_CODE
          : Short.toUnsignedInt(ByteBuffer.wrap(payload).getShort());
    }
  }

  /** The client breaks RFC 6455. Nothing can be read after it. */
  record Broken(WebSocketCloseStatus status) implements InboundFrame {}

  /** A message is longer than it may be. Nothing is read after it. */
  record TooLong() implements InboundFrame {}
}
