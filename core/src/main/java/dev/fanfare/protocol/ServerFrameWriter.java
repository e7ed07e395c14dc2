package dev.fanfare.protocol;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/** Writes the messages of the server, except deltas. */
public final class ServerFrameWriter {
  private ServerFrameWriter() {}

  /** The message as JSON in UTF-8. */
  public static byte[] write(ServerFrame frame) {
    return Json.bytes(json -> {
      json.writeStartObject();
      writeFields(json, frame);
      json.writeEndObject();
    });
  }

  private static void writeFields(JsonGenerator json, ServerFrame frame) throws IOException {
    switch (frame) {
      case ServerFrame.Welcome welcome -> writeWelcome(json, welcome);
      case ServerFrame.Ok ok -> writeOk(json, ok);
      case ServerFrame.Error error -> writeError(json, error);
      case ServerFrame.Ping ignored -> json.writeStringField("type", "ping");
      case ServerFrame.Goodbye goodbye -> writeGoodbye(json, goodbye);
    }
  }

  private static void writeWelcome(JsonGenerator json, ServerFrame.Welcome welcome)
      throws IOException {
    json.writeStringField("type", "welcome");
    json.writeStringField("session", welcome.session());
    json.writeStringField("instance", welcome.instance());
    json.writeNumberField("heartbeatMs", welcome.heartbeat().toMillis());
    json.writeNumberField("messagesPerSecond", welcome.messagesPerSecond());
    json.writeNumberField("messageBurst", welcome.messageBurst());
    json.writeStringField("user", welcome.user());
  }

  private static void writeOk(JsonGenerator json, ServerFrame.Ok ok) throws IOException {
    json.writeStringField("type", "ok");
    json.writeStringField("id", ok.id());
    if (ok.position() != null) {
      json.writeStringField("position", ok.position().toString());
    }
  }

  private static void writeError(JsonGenerator json, ServerFrame.Error error) throws IOException {
    json.writeStringField("type", "error");
    if (error.id() != null) {
      json.writeStringField("id", error.id());
    }
    json.writeStringField("code", error.code().wire());
    json.writeStringField("message", error.message());
    json.writeBooleanField("retryable", error.code().retryable());
  }

  private static void writeGoodbye(JsonGenerator json, ServerFrame.Goodbye goodbye)
      throws IOException {
    json.writeStringField("type", "goodbye");
    json.writeNumberField("code", goodbye.code().code());
    json.writeStringField("reason", goodbye.code().reason());
    if (goodbye.retryAfter() == null) {
      json.writeNullField("retryAfterMs");
    } else {
      json.writeNumberField("retryAfterMs", goodbye.retryAfter().toMillis());
    }
  }
}
