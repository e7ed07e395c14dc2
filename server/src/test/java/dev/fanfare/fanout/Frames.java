package dev.fanfare.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the frames of a server. */
final class Frames {
  private Frames() {}

  static List<JsonObject> messages(byte[] frames) {
    ByteBuffer bytes = ByteBuffer.wrap(frames);
    List<JsonObject> messages = new ArrayList<>();
    while (bytes.hasRemaining()) {
      bytes.get();
      byte[] payload = new byte[length(bytes)];
      bytes.get(payload);
      messages.add(JsonObject.parse(new String(payload, UTF_8)));
    }
    return messages;
  }

  private static int length(ByteBuffer bytes) {
    int length = bytes.get();
    return switch (length) {
      case 126 -> bytes.getShort() & 0xffff;
      case 127 -> Math.toIntExact(bytes.getLong());
      default -> length;
    };
  }
}
