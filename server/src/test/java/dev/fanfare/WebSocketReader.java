package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.JsonObject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A client based on Java's WebSocket: it collects messages and answers pings. */
public final class WebSocketReader implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 20;
  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final Ear ear;
  private final WebSocket socket;

  private WebSocketReader(Ear ear, WebSocket socket) {
    this.ear = ear;
    this.socket = socket;
  }

  /** Connects and takes the welcome. */
  public static WebSocketReader open(Instance instance, String... topics) {
    WebSocketReader reader = connect(instance.socket(topics));
    reader.next("welcome");
    return reader;
  }

  public static WebSocketReader connect(URI uri) {
    Ear ear = new Ear();
    return new WebSocketReader(ear, HTTP.newWebSocketBuilder().buildAsync(uri, ear).join());
  }

  public void send(String message) {
    socket.sendText(message, true).join();
  }

  /** Sends a message in two frames. */
  public void send(String beginning, String end) {
    socket.sendText(beginning, false).join();
    socket.sendText(end, true).join();
  }

  public void sendBinary(byte[] bytes) {
    socket.sendBinary(ByteBuffer.wrap(bytes), true).join();
  }

  /** Sends a message; returns the {@code ok} or {@code error} that answers it. */
  public JsonObject ask(String message) {
    send(message);
    JsonObject answer = next();
    assertThat(answer.string("type")).isIn("ok", "error");
    return answer;
  }

  /** The next message that is no ping. */
  public JsonObject next() {
    JsonObject message = any();
    while (message.string("type").equals("ping")) {
      message = any();
    }
    return message;
  }

  /** The next message, which must be of this type unless it is a ping. */
  public JsonObject next(String type) {
    JsonObject message = type.equals("ping") ? any() : next();
    assertThat(message.string("type")).isEqualTo(type);
    return message;
  }

  /** Applies deltas until the view is at the position. */
  public TopicView readUntil(@Nullable String position, TopicView view) {
    do {
      view.apply(next("delta"));
    } while (!Objects.equals(view.position(), position));
    return view;
  }

  /** Whether nothing more has come so far. */
  public boolean isQuiet() {
    return ear.messages.isEmpty();
  }

  public boolean isOpen() {
    return !ear.closed.isDone();
  }

  /** Waits for the end; returns the close code. */
  public int closeCode() {
    return ear.closed.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    socket.abort();
  }

  private JsonObject any() {
    try {
      JsonObject message = ear.messages.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
      if (message == null) {
        throw new AssertionError("nothing comes; closed: " + ear.closed);
      }
      return message;
    } catch (InterruptedException e) {
      throw new AssertionError("interrupted", e);
    }
  }

  private static final class Ear implements WebSocket.Listener {
    final BlockingQueue<JsonObject> messages = new LinkedBlockingQueue<>();
    final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final StringBuilder text = new StringBuilder();

    @Override
    public @Nullable CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
      text.append(part);
      if (last) {
        messages.add(JsonObject.parse(text.toString()));
        text.setLength(0);
      }
      socket.request(1);
      return null;
    }

    @Override
    public @Nullable CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
      closed.complete(code);
      return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable failure) {
      closed.completeExceptionally(failure);
    }
  }
}
