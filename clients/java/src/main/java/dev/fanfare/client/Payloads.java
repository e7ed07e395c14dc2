package dev.fanfare.client;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import io.micronaut.core.type.Argument;
import io.micronaut.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Objects as the data of events: makes drafts of them, and reads them back. {@link Drafts} takes
 * the text of the JSON instead; here a {@link String} becomes a JSON string.
 *
 * <p>Thread-safe. Every refusal is a {@link FanfareException}.
 */
public final class Payloads {
  private final JsonMapper mapper;

  Payloads(JsonMapper mapper) {
    this.mapper = mapper;
  }

  /** The value of a key, until it is replaced or cleared. */
  public Draft state(String key, Object value) {
    return Drafts.state(key, json(value));
  }

  /** The value of a key for at most this time: 1 ms to 24 h. */
  public Draft state(String key, Object value, Duration ttl) {
    return Drafts.state(key, json(value), ttl);
  }

  /** Something happened that concerns a key. */
  public Draft notice(String key, Object value) {
    return Drafts.notice(key, json(value));
  }

  /** Something happened. */
  public Draft notice(Object value) {
    return Drafts.notice(json(value));
  }

  /** The object in the data of an event. */
  public <T> T read(Data data, Class<T> type) {
    return read(data, Argument.of(type));
  }

  /** The object in the data of an event, of a generic type like {@code List<Card>}. */
  public <T> T read(Data data, Argument<T> type) {
    @Nullable T value;
    try {
      value = mapper.readValue(data.json(), type);
    } catch (IOException | RuntimeException e) {
      throw unreadable(data, type, ": " + e.getMessage(), e);
    }
    if (value == null) {
      throw unreadable(data, type, "", null);
    }
    return value;
  }

  private String json(Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (IOException | RuntimeException e) {
      String type = value.getClass().getName();
      throw FanfareException.unwritable(
          "an object of " + type + " cannot be written as JSON: " + e.getMessage(), e);
    }
  }

  private static FanfareException unreadable(
      Data data, Argument<?> type, String why, @Nullable Throwable cause) {
    return FanfareException.unreadable(data, type.getTypeString(false), why, cause);
  }
}
