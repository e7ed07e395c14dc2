package dev.fanfare.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.User;
import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an event: {@code {"kind","id","at","user","key","data","ttlMs","reason"}}. */
public final class EventWriter {
  /** Any position: the body of a draft does not depend on its stamp. */
  private static final Position UNSTAMPED = new Position(1, "0");

  private EventWriter() {}

  /** The event as JSON in UTF-8. */
  public static byte[] write(Event event) {
    return Json.bytes(json -> write(json, event));
  }

  /** The kind of the event that this draft asks for. */
  public static String kind(Draft draft) {
    return kind(draft.stamped(UNSTAMPED, 0));
  }

  /**
   * The event that this draft asks for as a JSON object without {@code kind}, {@code id} and {@code
   * at}, for a store that adds these itself.
   */
  public static byte[] body(Draft draft) {
    return Json.bytes(json -> {
      json.writeStartObject();
      writeBody(json, draft.stamped(UNSTAMPED, 0));
      json.writeEndObject();
    });
  }

  private static void write(JsonGenerator json, Event event) throws IOException {
    json.writeStartObject();
    json.writeStringField("kind", kind(event));
    json.writeStringField("id", event.position().toString());
    json.writeNumberField("at", event.atMillis());
    writeBody(json, event);
    json.writeEndObject();
  }

  private static void writeBody(JsonGenerator json, Event event) throws IOException {
    switch (event) {
      case Event.State set -> {
        writeAbout(json, set.user(), set.key());
        writeData(json, set.data());
        writeTtl(json, set.ttl());
      }
      case Event.Gone cleared -> {
        writeAbout(json, cleared.user(), cleared.key());
        json.writeStringField("reason", cleared.reason().name().toLowerCase(Locale.ROOT));
      }
      case Event.Notice notice -> {
        writeAbout(json, notice.user(), notice.key());
        writeData(json, notice.data());
      }
    }
  }

  private static String kind(Event event) {
    return switch (event) {
      case Event.State ignored -> "state";
      case Event.Gone ignored -> "gone";
      case Event.Notice ignored -> "notice";
    };
  }

  static void writeAbout(JsonGenerator json, @Nullable User user, @Nullable Key key)
      throws IOException {
    if (user != null) {
      json.writeStringField("user", user.value());
    }
    if (key != null) {
      json.writeStringField("key", key.value());
    }
  }

  static void writeData(JsonGenerator json, Data data) throws IOException {
    json.writeFieldName("data");
    json.writeRawValue(data.json());
  }

  static void writeTtl(JsonGenerator json, @Nullable Duration ttl) throws IOException {
    if (ttl != null) {
      json.writeNumberField("ttlMs", ttl.toMillis());
    }
  }
}
