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
   * @throws ProtocolException if it breaks a rule; it has the message's id if that can be read
   */
  public static ClientFrame read(String json) {
    JsonObject message = JsonObject.parse(json);
    try {
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
      throw e.answering(readableId(message));
    }
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

  private static @Nullable String readableId(JsonObject message) {
    try {
      return id(message);
    } catch (ProtocolException e) {
      return null;
    }
  }
}
