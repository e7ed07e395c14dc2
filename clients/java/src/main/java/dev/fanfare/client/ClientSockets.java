package dev.fanfare.client;

import dev.fanfare.protocol.Subprotocol;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Opens WebSockets of the JDK, which need no library. */
final class ClientSockets implements AutoCloseable {
  private static final Duration CONNECT_WITHIN = Duration.ofSeconds(5);

  private final Executor executor;
  private final @Nullable String authorization;

  /** Made at first use: it is expensive, and a client that only publishes needs none. */
  private @Nullable HttpClient http;

  ClientSockets(Executor executor, @Nullable String authorization) {
    this.executor = executor;
    this.authorization = authorization;
  }

  synchronized WebSocket.Builder builder() {
    if (http == null) {
      http = HttpClient.newBuilder().executor(executor).build();
    }
    WebSocket.Builder builder =
        http.newWebSocketBuilder().subprotocols(Subprotocol.V1).connectTimeout(CONNECT_WITHIN);
    return authorization == null ? builder : builder.header("Authorization", authorization);
  }

  @Override
  public synchronized void close() {
    if (http != null) {
      http.shutdownNow();
    }
  }
}
