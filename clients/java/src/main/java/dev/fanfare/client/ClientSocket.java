package dev.fanfare.client;

import io.reactivex.rxjava3.disposables.Disposable;
import java.net.URI;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * One WebSocket. It calls its {@link SocketEvents} on the loop. It reads the next message when the
 * loop is done with the one before, so a server that is faster than its client has to wait.
 */
final class ClientSocket implements WebSocket.Listener {
  /** Several times the longest message of a server, a part of a delta. */
  private static final int MAX_MESSAGE_CHARS = 2 << 20;

  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(1);

  /** Called on the loop. */
  interface SocketEvents {
    void opened(String subprotocol);

    void received(String message);

    void closed(int code);

    /** The socket did not open, or broke. */
    void failed(Throwable failure);
  }

  private final Loop loop;
  private final SocketEvents events;
  private final StringBuilder parts = new StringBuilder();
  private @Nullable WebSocket socket;
  private CompletableFuture<?> sending = CompletableFuture.completedFuture(null);
  private boolean closed;

  private ClientSocket(Loop loop, SocketEvents events) {
    this.loop = loop;
    this.events = events;
  }

  static ClientSocket open(WebSocket.Builder builder, URI url, Loop loop, SocketEvents events) {
    ClientSocket socket = new ClientSocket(loop, events);
    builder
        .buildAsync(url, socket)
        .whenComplete((ignored, failure) -> {
          if (failure != null) {
            loop.execute(() -> events.failed(failure));
          }
        });
    return socket;
  }

  /** On the loop; only an open socket sends. */
  void send(String message) {
    WebSocket to = socket;
    if (to != null && !closed) {
      // The JDK's WebSocket accepts one message at a time.
      sending =
          sending.handle((ignored, failure) -> to).thenCompose(it -> it.sendText(message, true));
    }
  }

  /** On the loop. */
  void close() {
    closed = true;
    WebSocket to = socket;
    if (to != null) {
      Disposable limit = loop.after(CLOSE_WITHIN, to::abort);
      sending
          .handle((ignored, failure) -> to)
          .thenCompose(it -> it.sendClose(WebSocket.NORMAL_CLOSURE, ""))
          .whenComplete((ignored, failure) -> {
            limit.dispose();
            to.abort();
          });
    }
  }

  @Override
  public void onOpen(WebSocket opened) {
    loop.execute(() -> {
      socket = opened;
      if (closed) {
        opened.abort();
      } else {
        events.opened(opened.getSubprotocol());
        opened.request(1);
      }
    });
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    parts.append(data);
    if (parts.length() > MAX_MESSAGE_CHARS) {
      onError(from, new IllegalStateException("a message of more than 2 Mi characters"));
    } else if (last) {
      String message = parts.toString();
      parts.setLength(0);
      loop.execute(() -> {
        events.received(message);
        from.request(1);
      });
    } else {
      from.request(1);
    }
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    onError(from, new IllegalStateException("a binary message, expected text"));
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    loop.execute(() -> events.closed(code));
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable failure) {
    loop.execute(() -> events.failed(failure));
  }
}
