package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.protocol.JsonObject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The view of a topic's reader, by the rule of the protocol. A delta that does not fit fails the
 * test: a server that is never interrupted must not send one.
 */
public final class TopicView {
  private final Map<String, String> state = new LinkedHashMap<>();
  private final List<JsonObject> events = new ArrayList<>();
  private final List<JsonObject> parts = new ArrayList<>();
  private final List<String> partOf = new ArrayList<>();
  private @Nullable String position;
  private int resets;
  private boolean stale;

  /** Takes a delta, or one part of it. */
  public void apply(JsonObject delta) {
    String from = delta.optionalString("from");
    String to = delta.optionalString("to");
    boolean isReset = delta.has("reset");
    String way = (isReset ? "a reset" : from) + " to " + to;
    partOf.add(way);
    assertThat(partOf).as("parts of one delta").containsOnly(way);
    parts.addAll(JsonObject.all(delta.required("events")));
    if (delta.has("more")) {
      return;
    }
    if (isReset) {
      assertThat(from).as("a reset").isNull();
      state.clear();
      resets++;
    } else {
      assertThat(from).as("the chain").isEqualTo(position);
    }
    parts.forEach(this::applyEvent);
    events.addAll(parts);
    parts.clear();
    partOf.clear();
    position = to;
    stale = delta.has("stale");
  }

  private void applyEvent(JsonObject event) {
    switch (event.string("kind")) {
      case "state" -> state.put(event.string("key"), event.required("data").json());
      case "gone" -> state.remove(event.string("key"));
      default -> {}
    }
  }

  public @Nullable String position() {
    return position;
  }

  /** The value of every key, as JSON. */
  public Map<String, String> state() {
    return Map.copyOf(state);
  }

  /** Every event that came, in order. */
  public List<JsonObject> events() {
    return List.copyOf(events);
  }

  /** The {@code data} of every event that came and has one. */
  public List<String> told() {
    return events.stream()
        .filter(event -> event.has("data"))
        .map(event -> event.required("data").json())
        .toList();
  }

  /** Whether the last delta was marked as stale: the store could not be reached. */
  public boolean isStale() {
    return stale;
  }

  /** For a test with too many events to keep. */
  public void forgetEvents() {
    events.clear();
  }

  public int resets() {
    return resets;
  }
}
