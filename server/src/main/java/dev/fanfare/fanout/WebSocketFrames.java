package dev.fanfare.fanout;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Puts messages into ready WebSocket text frames (RFC 6455 section 5.2), unmasked, unfragmented.
 */
public final class WebSocketFrames {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final int SHORT_LENGTH = 125;
  private static final int MAX_HEADER = 10;

  private WebSocketFrames() {}

  /** One message as one frame. */
  public static byte[] text(byte[] message) {
    return text(List.of(message));
  }

  /** Each message as a frame, one behind the other. */
  public static byte[] text(List<byte[]> messages) {
    int capacity = messages.stream().mapToInt(message -> message.length + MAX_HEADER).sum();
    ByteBuffer frames = ByteBuffer.allocate(capacity);
    for (byte[] message : messages) {
      frames.put(FINAL_TEXT);
      putLength(frames, message.length);
      frames.put(message);
    }
    byte[] bytes = new byte[frames.position()];
    frames.flip().get(bytes);
    return bytes;
  }

  private static void putLength(ByteBuffer frames, int length) {
    if (length <= SHORT_LENGTH) {
      frames.put((byte) length);
    } else if (length <= 0xffff) {
      frames.put((byte) 126).putShort((short) length);
    } else {
      frames.put((byte) 127).putLong(length);
    }
  }
}
