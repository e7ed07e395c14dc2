package dev.fanfare.gateway.websocket;

import dev.fanfare.gateway.door.Door;
import dev.fanfare.session.SessionContext;

/** The door for WebSockets, for tests of the handlers before it. */
public final class WebSocketDoors {
  private WebSocketDoors() {}

  public static Door of(SessionContext sessions) {
    return new WebSocketDoor(sessions);
  }
}
