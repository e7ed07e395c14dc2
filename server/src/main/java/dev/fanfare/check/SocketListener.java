package dev.fanfare.check;

/** What a {@link Socket} tells. On its event loop, in the order in which it happens. */
interface SocketListener {
  /** The WebSocket is there. */
  void onOpen(Socket socket);

  /** A text message came. */
  void onText(Socket socket, String message);

  /** It is gone, or has never come to be. Called once; nothing follows. */
  void onClosed(Socket socket);
}
