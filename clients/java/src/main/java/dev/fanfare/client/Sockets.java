package dev.fanfare.client;

import dev.fanfare.protocol.Subprotocol;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets: the JDK's, which need nothing else. */
final class Sockets implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private final HttpClient http;
  private final @Nullable String authorization;

  Sockets(Executor executor, @Nullable String authorization) {
    this.http = HttpClient.newBuilder().executor(executor).build();
    this.authorization = authorization;
  }

  WebSocket.Builder builder() {
    WebSocket.Builder builder =
        http.newWebSocketBuilder().subprotocols(Subprotocol.V1).connectTimeout(CONNECT_WITHIN);
    return authorization == null ? builder : builder.header("Authorization", authorization);
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
