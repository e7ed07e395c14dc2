package dev.fanfare.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.fanfare.topic.TopicName;
import java.io.IOException;

/** Writes the messages of clients. */
public final class ClientFrameWriter {
  private ClientFrameWriter() {}

  /** The message as JSON in UTF-8. */
  public static byte[] write(ClientFrame frame) {
    return Json.bytes(json -> {
      json.writeStartObject();
      writeFields(json, frame);
      json.writeEndObject();
    });
  }

  private static void writeFields(JsonGenerator json, ClientFrame frame) throws IOException {
    switch (frame) {
      case ClientFrame.Subscribe subscribe -> {
        writeHead(json, "subscribe", subscribe.id(), subscribe.topic());
        if (subscribe.from() != null && !subscribe.from().isStart()) {
          json.writeStringField("from", subscribe.from().toString());
        }
      }
      case ClientFrame.Unsubscribe unsubscribe ->
          writeHead(json, "unsubscribe", unsubscribe.id(), unsubscribe.topic());
      case ClientFrame.Publish publish -> {
        writeHead(json, "publish", publish.id(), publish.topic());
        json.writeFieldName("event");
        DraftWriter.write(json, publish.draft());
        if (publish.idempotencyKey() != null) {
          json.writeStringField("idempotencyKey", publish.idempotencyKey().value());
        }
      }
      case ClientFrame.Token token -> {
        json.writeStringField("type", "token");
        json.writeStringField("id", token.id());
        json.writeStringField("token", token.token());
      }
      case ClientFrame.Pong ignored -> json.writeStringField("type", "pong");
    }
  }

  private static void writeHead(JsonGenerator json, String type, String id, TopicName topic)
      throws IOException {
    json.writeStringField("type", type);
    json.writeStringField("id", id);
    json.writeStringField("topic", topic.value());
  }
}
