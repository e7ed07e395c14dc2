package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the messages of clients. */
public final class ClientFrameReader {
  public static final int MAX_ID_CHARS = 64;

  /** An error repeats an id of at most so many characters, even if it is no legal one. */
  static final int MAX_REPEATED_ID_CHARS = 1024;

  /** The fields of each message that is answered. In a {@code pong} others are ignored. */
  private static final Map<String, List<String>> FIELDS =
      Map.of(
          "subscribe", List.of("type", "id", "topic", "from"),
          "unsubscribe", List.of("type", "id", "topic"),
          "publish", List.of("type", "id", "topic", "event", "idempotencyKey"),
          "token", List.of("type", "id", "token"));

  private ClientFrameReader() {}

  /**
   * Reads one message.
   *
   * @throws ProtocolException if it breaks a rule; it has the message's id if one can be found
   */
  public static ClientFrame read(String json) {
    try {
      JsonObject message = JsonObject.parse(json);
      String type = message.string("type");
      List<String> fields = FIELDS.get(type);
      if (fields != null) {
        message.only(fields);
      }
      return switch (type) {
        case "subscribe" ->
            new ClientFrame.Subscribe(
                id(message), topic(message), message.optional("from", Position::parse));
        case "unsubscribe" -> new ClientFrame.Unsubscribe(id(message), topic(message));
        case "publish" ->
            new ClientFrame.Publish(
                id(message),
                topic(message),
                DraftReader.read(message.object("event")),
                message.optional("idempotencyKey", IdempotencyKey::new));
        case "token" -> new ClientFrame.Token(id(message), message.string("token"));
        case "pong" -> new ClientFrame.Pong();
        default ->
            throw new ProtocolException(
                ErrorCode.UNKNOWN_TYPE,
                "field \"type\" "
                    + InvalidValueException.shown(type)
                    + ": expected subscribe, unsubscribe, publish, token or pong");
      };
    } catch (ProtocolException e) {
      throw e.answering(idIn(json));
    }
  }

  private static boolean isRepeatable(String id) {
    return !id.isEmpty()
        && id.length() <= MAX_REPEATED_ID_CHARS
        && id.codePoints().noneMatch(it -> Character.getType(it) == Character.SURROGATE);
  }

  private static TopicName topic(JsonObject message) {
    return message.required("topic", TopicName::new);
  }

  private static String id(JsonObject message) {
    String id = message.string("id");
    if (id.isEmpty() || id.length() > MAX_ID_CHARS) {
      throw bad(
          "field \"id\" "
              + InvalidValueException.shown(id)
              + ": expected 1 to "
              + MAX_ID_CHARS
              + " characters");
    }
    return id;
  }

  /**
   * The id that the sender of a message gave it, for the refusal of a message that is not read. Of
   * a number it is the digits; null if there is none or it is too long to be repeated.
   */
  public static @Nullable String idIn(String json) {
    JsonValue id = JsonValue.firstIn(json, "id");
    if (id == null) {
      return null;
    }
    String shown = id.token().isNumeric() ? id.json() : id.text();
    return shown != null && isRepeatable(shown) ? shown : null;
  }
}
