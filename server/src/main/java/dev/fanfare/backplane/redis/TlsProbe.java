package dev.fanfare.backplane.redis;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.HexFormat;

/**
 * Finds out whether a port of Redis speaks TLS. A side that speaks it and one that does not only
 * see that the other closes the connection, or says nothing. So this asks in the other language.
 */
final class TlsProbe {
  private static final int PATIENCE_MILLIS = 1_000;
  private static final byte[] PLAIN = "PING\r\n".getBytes(US_ASCII);

  /**
   * The shortest greeting of TLS 1.2: a record, its version and length; the message, its length and
   * version; 32 bytes that should be random; no session; one cipher; no compression.
   */
  private static final byte[] TLS =
      HexFormat.of()
          .parseHex("160301002d" + "010000290303" + "00".repeat(32) + "00" + "0002002f" + "0100");

  private static final int TLS_ALERT = 0x15;
  private static final int TLS_HANDSHAKE = 0x16;

  private TlsProbe() {}

  /** Whether the port speaks TLS although {@code tls} says no, or does not although it says yes. */
  static boolean contradicts(boolean tls, HostPort at) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(at.host(), at.port()), PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.getOutputStream().write(tls ? PLAIN : TLS);
      int first = socket.getInputStream().read();
      return tls ? first == '+' || first == '-' : first == TLS_ALERT || first == TLS_HANDSHAKE;
    } catch (IOException notKnown) {
      return false;
    }
  }
}
