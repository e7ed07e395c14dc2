package dev.fanfare.fanout;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;

/** Makes ready WebSocket frames (RFC 6455 section 5), unmasked, unfragmented. */
public final class WebSocketFrames {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final byte FINAL_CLOSE = (byte) 0x88;
  private static final byte FINAL_PING = (byte) 0x89;
  private static final byte FINAL_PONG = (byte) 0x8a;

  /** What a frame of two bytes before its payload can have, and a control frame at most. */
  public static final int SHORT_LENGTH = 125;

  private WebSocketFrames() {}

  /** One message as one frame. */
  public static byte[] text(byte[] message) {
    return text(List.of(message));
  }

  /** Each message as a frame, one behind the other. */
  public static byte[] text(List<byte[]> messages) {
    int bytes = 0;
    for (byte[] message : messages) {
      bytes += headerLength(message.length) + message.length;
    }
    ByteBuffer frames = ByteBuffer.allocate(bytes);
    for (byte[] message : messages) {
      frames.put(FINAL_TEXT);
      putLength(frames, message.length);
      frames.put(message);
    }
    return frames.array();
  }

  private static int headerLength(int length) {
    return length <= SHORT_LENGTH ? 2 : length <= 0xffff ? 4 : 10;
  }

  public static byte[] ping() {
    return control(FINAL_PING, new byte[0]);
  }

  /** Says what the ping has said. */
  public static byte[] pong(byte[] payload) {
    return control(FINAL_PONG, payload);
  }

  public static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    return close(ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /**
   * EncodedAnswers a close with what it has said.
   *
   * @param payload nothing, or a code and a reason
   */
  public static byte[] close(byte[] payload) {
    return control(FINAL_CLOSE, payload);
  }

  private static byte[] control(byte head, byte[] payload) {
    if (payload.length > SHORT_LENGTH) {
      throw new IllegalArgumentException("a control frame of " + payload.length + " bytes");
    }
    return ByteBuffer.allocate(2 + payload.length)
        .put(head)
        .put((byte) payload.length)
        .put(payload)
        .array();
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
