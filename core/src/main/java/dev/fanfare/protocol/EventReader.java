package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.Stamp;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.util.List;
import java.util.Objects;

/** Reads events and deltas in the form that they have on the wire and in the store. */
public final class EventReader {
  private EventReader() {}

  /**
   * Reads one event.
   *
   * @throws ProtocolException if it is not one that {@link EventWriter} writes
   */
  public static Event read(String json) {
    return read(JsonObject.parse(json));
  }

  /**
   * Reads the fields {@code topic}, {@code from}, {@code to}, {@code reset} and {@code events}.
   *
   * @throws ProtocolException if they are not those of a delta
   */
  public static Delta readDelta(String json) {
    return readDelta(JsonObject.parse(json));
  }

  static Delta readDelta(JsonObject delta) {
    TopicName topic = delta.required("topic", TopicName::new);
    Position from = position(delta, "from");
    Position to = position(delta, "to");
    boolean isReset = delta.flag("reset");
    List<Event> events = delta.objects("events").stream().map(EventReader::read).toList();
    if (isReset && !from.isStart()) {
      throw bad("field \"from\" " + from + " of a reset: expected null");
    }
    if (to.isStart() && !(from.isStart() && events.isEmpty())) {
      throw bad(
          "field \"to\" null after "
              + from
              + " and "
              + events.size()
              + " events: expected the position that they lead to");
    }
    return new Delta(topic, isReset ? null : from, to, events);
  }

  private static Position position(JsonObject delta, String field) {
    return Objects.requireNonNullElse(delta.optional(field, Position::parse), Position.START);
  }

  private static Event read(JsonObject event) {
    Stamp stamp =
        new Stamp(
            event.required("id", Position::parse),
            event
                .optionalInteger("at")
                .orElseThrow(() -> bad("field \"at\" is missing: expected an integer")),
            event.optional("user", User::new));
    String kind = event.string("kind");
    return switch (kind) {
      case "state" ->
          new Event.State(
              stamp,
              event.required("key", Key::new),
              DraftReader.data(event),
              DraftReader.ttl(event));
      case "gone" ->
          new Event.Gone(stamp, event.required("key", Key::new), reason(event.string("reason")));
      case "notice" ->
          new Event.Notice(stamp, event.optional("key", Key::new), DraftReader.data(event));
      default -> throw DraftReader.unknownKind(kind);
    };
  }

  private static Event.Gone.Reason reason(String text) {
    return switch (text) {
      case "cleared" -> Event.Gone.Reason.CLEARED;
      case "expired" -> Event.Gone.Reason.EXPIRED;
      case "left" -> Event.Gone.Reason.LEFT;
      default -> Event.Gone.Reason.OTHER;
    };
  }
}
