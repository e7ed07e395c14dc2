package dev.fanfare.socket;

import io.netty.handler.codec.CodecException;

/** The other side does not speak WebSocket, or not with us; the message says what was expected. */
final class SocketException extends CodecException {
  SocketException(String message) {
    super(message);
  }
}
