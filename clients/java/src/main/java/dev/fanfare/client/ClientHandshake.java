package dev.fanfare.client;

import dev.fanfare.protocol.Subprotocol;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ProtocolException;
import java.net.URI;
import java.net.UnknownHostException;
import java.net.http.WebSocketHandshakeException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.CompletionException;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** Decides what it means that a socket did not open. Pure. */
final class ClientHandshake {
  private ClientHandshake() {}

  static End failed(URI url, Throwable failure) {
    return switch (failure) {
      case CompletionException it when it.getCause() != null -> failed(url, it.getCause());
      case WebSocketHandshakeException it -> refused(url, it.getResponse().statusCode());
      case UnknownHostException ignored -> noSuchHost(url);
      case ConnectException it when it.getCause() instanceof UnresolvedAddressException ->
          noSuchHost(url);
      case ProtocolException it -> End.stranger(url + " is no HTTP server: " + it.getMessage());
      case SSLException it -> End.stranger(url + ": " + tlsTrouble(it));
      case IOException it -> End.cut(url + " cannot be reached: " + described(it));
      default -> End.stranger(url + ": " + failure);
    };
  }

  /** Why there is no TLS connection. The libraries print the first bytes of a plain answer. */
  static String tlsTrouble(SSLException failure) {
    String message = String.valueOf(failure.getMessage());
    boolean isPlain =
        message.startsWith("not an SSL/TLS record") || message.contains("nrecognized SSL message");
    return isPlain
        ? "the server does not speak TLS at this port: expected http, not https"
        : "no TLS connection: " + message;
  }

  /** Null if the server has agreed to our subprotocol. */
  static @Nullable End disagreement(URI url, String subprotocol) {
    return subprotocol.equals(Subprotocol.V1)
        ? null
        : End.stranger(
            url + " speaks protocol \"" + subprotocol + "\": expected " + Subprotocol.V1);
  }

  private static End refused(URI url, int status) {
    String said = url + " answered " + status;
    return switch (status) {
      case 101 -> End.stranger(said + " with another protocol than " + Subprotocol.V1);
      case 429, 500, 502, 503, 504 -> End.cut(said);
      case 401, 403 -> End.forGood(said + ": it does not accept this token");
      default -> End.stranger(said + " instead of opening a WebSocket");
    };
  }

  private static End noSuchHost(URI url) {
    return End.stranger(url + ": there is no such host");
  }

  private static String described(IOException failure) {
    return failure.getMessage() == null ? failure.getClass().getSimpleName() : failure.getMessage();
  }
}
