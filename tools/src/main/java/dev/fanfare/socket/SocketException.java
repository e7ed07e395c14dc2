package dev.fanfare.socket;

import io.netty.handler.codec.CodecException;

/**
 * The peer does not speak WebSocket, or refuses this client. The message says what was expected.
 */
final class SocketException extends CodecException {
  SocketException(String message) {
    super(message);
  }
}
