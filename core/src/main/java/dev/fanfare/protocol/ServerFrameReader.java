package dev.fanfare.protocol;

import static dev.fanfare.protocol.ProtocolException.bad;

import dev.fanfare.topic.Position;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads the messages of servers. Types and fields that it does not know are ignored. */
public final class ServerFrameReader {
  /** From this close code on, a client does not reconnect. */
  private static final int FIRST_FINAL_CODE = 4500;

  private ServerFrameReader() {}

  /**
   * Reads one message.
   *
   * @return null if its type is unknown
   * @throws ProtocolException if it is no message of a server
   */
  public static @Nullable ServerMessage read(String json) {
    JsonObject message = JsonObject.parse(json);
    return switch (message.string("type")) {
      case "welcome" -> welcome(message);
      case "delta" -> delta(message);
      case "ok" ->
          new ServerFrame.Ok(message.string("id"), message.optional("position", Position::parse));
      case "error" -> error(message);
      case "ping" -> new ServerFrame.Ping();
      case "goodbye" -> goodbye(message);
      default -> null;
    };
  }

  private static DeltaPart delta(JsonObject message) {
    Freshness freshness = message.flag("stale") ? Freshness.STALE : Freshness.CURRENT;
    return new DeltaPart(EventReader.readDelta(message), freshness, message.flag("more"));
  }

  private static ServerFrame welcome(JsonObject message) {
    return new ServerFrame.Welcome(
        message.string("session"),
        message.string("instance"),
        Duration.ofMillis(integer(message, "heartbeatMs")),
        count(message, "messagesPerSecond"),
        count(message, "messageBurst"),
        message.optionalString("user"));
  }

  private static ServerFrame error(JsonObject message) {
    ErrorCode code = code(message.string("code"), message.flag("retryable"));
    return new ServerFrame.Error(message.optionalString("id"), code, message.string("message"));
  }

  /** Replaces an unknown code by a known one that is as retryable. */
  static ErrorCode code(String wire, boolean retryable) {
    for (ErrorCode code : ErrorCode.values()) {
      if (code.wire().equals(wire)) {
        return code;
      }
    }
    return retryable ? ErrorCode.UNAVAILABLE : ErrorCode.INTERNAL;
  }

  /** Replaces an unknown close code by a known one that agrees on whether to reconnect. */
  private static ServerFrame goodbye(JsonObject message) {
    OptionalLong retryAfterMs = message.optionalInteger("retryAfterMs");
    return new ServerFrame.Goodbye(
        closeCode(message.string("reason"), integer(message, "code")),
        retryAfterMs.isEmpty() ? null : Duration.ofMillis(retryAfterMs.getAsLong()));
  }

  private static CloseCode closeCode(String reason, long number) {
    for (CloseCode code : CloseCode.values()) {
      if (code.reason().equals(reason.toLowerCase(Locale.ROOT))) {
        return code;
      }
    }
    return number < FIRST_FINAL_CODE ? CloseCode.GOING_AWAY : CloseCode.MESSAGE_TOO_LARGE;
  }

  private static int count(JsonObject message, String name) {
    return Math.clamp(integer(message, name), 1, Integer.MAX_VALUE);
  }

  private static long integer(JsonObject message, String name) {
    return message
        .optionalInteger(name)
        .orElseThrow(() -> bad("field \"" + name + "\" is missing: expected an integer"));
  }
}
