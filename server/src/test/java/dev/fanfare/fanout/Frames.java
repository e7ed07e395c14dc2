package dev.fanfare.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.protocol.JsonObject;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Reads the frames of a server; of control frames there is nothing to read. */
final class Frames {
  private static final byte TEXT = (byte) 0x81;

  private Frames() {}

  static List<JsonObject> messages(byte[] frames) {
    return texts(frames).stream().map(JsonObject::parse).toList();
  }

  static List<String> texts(byte[] frames) {
    ByteBuffer bytes = ByteBuffer.wrap(frames);
    List<String> messages = new ArrayList<>();
    while (bytes.hasRemaining()) {
      boolean isText = bytes.get() == TEXT;
      byte[] payload = new byte[length(bytes)];
      bytes.get(payload);
      if (isText) {
        messages.add(new String(payload, UTF_8));
      }
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
