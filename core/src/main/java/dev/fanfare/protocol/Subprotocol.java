package dev.fanfare.protocol;

/** The WebSocket subprotocol. */
public final class Subprotocol {
  public static final String V1 = "fanfare.v1";

  private Subprotocol() {}
}
