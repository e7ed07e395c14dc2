package dev.fanfare.protocol;

/** What a WebSocket's two ends agree to speak. */
public final class Subprotocol {
  public static final String V1 = "fanfare.v1";

  private Subprotocol() {}
}
