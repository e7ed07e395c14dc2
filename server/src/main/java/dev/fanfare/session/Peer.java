package dev.fanfare.session;

import dev.fanfare.protocol.CloseCode;
import io.netty.channel.Channel;

/**
 * The handler of a connection, as its {@link Session} sees it. A gateway implements it. On the
 * connection's loop.
 */
public interface Peer {
  Channel channel();

  /** One heartbeat has passed: sends a ping, or ends a client that was silent for too long. */
  void beat();

  /**
   * Says goodbye for this reason and ends the connection.
   *
   * @return false if it was ending already
   */
  boolean end(CloseCode reason);

  /** The store took a publication, and there is room for more publications of this client. */
  void onRoom();
}
