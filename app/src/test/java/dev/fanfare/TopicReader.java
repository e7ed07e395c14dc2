package dev.fanfare;

import dev.fanfare.protocol.EventReader;
import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/**
 * Replaces a browser: one socket that follows one topic and applies each delta by the rule of
 * PROTOCOL.md, section 2. A server that keeps its promises sends no socket a delta that does not
 * fit, so such a delta is recorded as a {@link #violation}.
 *
 * <p>Written by the socket's thread, read by the test's.
 */
final class TopicReader implements WebSocket.Listener, AutoCloseable {
  private final HttpClient client = HttpClient.newHttpClient();
  private final StringBuilder message = new StringBuilder();
  private final List<Event> parts = new ArrayList<>();
  private final List<Event> events = new ArrayList<>();
  private final Map<Key, Event.State> view = new HashMap<>();
  private @Nullable Position position;
  private int resets;
  private int deltas;
  private boolean stale;
  private @Nullable String violation;
  private @Nullable Integer goodbye;
  private @Nullable Integer closed;

  private TopicReader(InstanceProcess instance, String topic, @Nullable Position from) {
    this.position = from;
    String uri = instance.socket(topic).toString();
    // Without a position the URL subscribes; with one a message does.
    WebSocket socket =
        client
            .newWebSocketBuilder()
            .buildAsync(URI.create(from == null ? uri : uri.replaceFirst("\\?.*", "")), this)
            .join();
    if (from != null) {
      socket
          .sendText(
              "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"%s\",\"from\":\"%s\"}"
                  .formatted(topic, from),
              true)
          .join();
    }
  }

  /** Follows a topic from nothing. */
  static TopicReader join(InstanceProcess instance, String topic) {
    return new TopicReader(instance, topic, null);
  }

  /** Follows a topic from where another reader was. */
  static TopicReader resume(InstanceProcess instance, String topic, Position from) {
    return new TopicReader(instance, topic, from);
  }

  /** Whether the first delta has come. From then on no event is missed. */
  synchronized boolean isJoined() {
    return deltas > 0;
  }

  synchronized @Nullable Position position() {
    return position;
  }

  /** All events that were applied, in order. */
  synchronized List<Event> events() {
    return List.copyOf(events);
  }

  /** The values of the keys, as JSON. */
  synchronized Map<String, String> view() {
    Map<String, String> values = new HashMap<>();
    view.forEach((key, state) -> values.put(key.value(), state.data().json()));
    return values;
  }

  /** How often a reset replaced its view. */
  synchronized int resets() {
    return resets;
  }

  /** Whether the last delta was marked as stale: the store could not be reached. */
  synchronized boolean isStale() {
    return stale;
  }

  /** The rule that the server broke; null if it broke none. */
  synchronized @Nullable String violation() {
    return violation;
  }

  /** The code of the goodbye, if there was one. */
  synchronized @Nullable Integer goodbye() {
    return goodbye;
  }

  /** The close code; null while the socket is open. */
  synchronized @Nullable Integer closed() {
    return closed;
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      receive(message.toString());
      message.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public synchronized @Nullable CompletionStage<?> onClose(WebSocket from, int code, String why) {
    closed = code;
    return null;
  }

  @Override
  public synchronized void onError(WebSocket from, Throwable failure) {
    closed = closed == null ? 1006 : closed;
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private synchronized void receive(String json) {
    JsonObject frame = JsonObject.parse(json);
    switch (frame.string("type")) {
      case "delta" -> {
        receive(EventReader.readDelta(json), frame.has("more"));
        stale = frame.has("stale");
      }
      case "goodbye" -> goodbye = (int) frame.optionalInteger("code").orElseThrow();
      case "error" -> violation = "refused: " + json;
      default -> {}
    }
  }

  private void receive(Delta delta, boolean more) {
    if (!delta.isReset() && !Objects.equals(delta.from(), position)) {
      violation = "a delta from " + delta.from() + " to a reader at " + position;
      return;
    }
    parts.addAll(delta.events());
    if (more) {
      return;
    }
    if (delta.isReset()) {
      view.clear();
      // The first delta is no loss.
      resets += position == null ? 0 : 1;
    }
    parts.forEach(this::apply);
    parts.clear();
    position = delta.to();
    deltas++;
  }

  private void apply(Event event) {
    events.add(event);
    switch (event) {
      case Event.State state -> view.put(state.key(), state);
      case Event.Gone gone -> view.remove(gone.key());
      case Event.Notice _ -> {}
    }
  }
}
