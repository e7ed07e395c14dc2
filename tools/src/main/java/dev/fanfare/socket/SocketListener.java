package dev.fanfare.socket;

import io.netty.buffer.ByteBuf;

/**
 * Receives the events of a {@link Socket}, on its event loop and in the order in which they happen.
 */
public interface SocketListener {
  /** The WebSocket is open. */
  void onOpen(Socket socket);

  /**
   * A text message arrived.
   *
   * @param message its readable bytes, which are released when this returns; do not move its
   *     indices
   */
  void onText(Socket socket, ByteBuf message);

  /**
   * The WebSocket has ended, or could not be opened. Called once, as the last call.
   *
   * @param why in words for a user
   */
  void onClosed(Socket socket, String why);
}
