package dev.fanfare.socket;

import io.netty.buffer.ByteBuf;

/** What a {@link Socket} tells. On its event loop, in the order in which it happens. */
public interface SocketListener {
  /** The WebSocket is there. */
  void onOpen(Socket socket);

  /**
   * A text message came.
   *
   * @param message its readable bytes, which are gone when this returns; its indices are not to be
   *     moved
   */
  void onText(Socket socket, ByteBuf message);

  /**
   * It is gone, or has never come to be. Called once; nothing follows.
   *
   * @param why in a user's words
   */
  void onClosed(Socket socket, String why);
}
