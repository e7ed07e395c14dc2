package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;

/** Makes the server's WebSocket frames (RFC 6455 section 5), unmasked and unfragmented. */
final class WebSocketFrames {
  private static final byte FINAL_TEXT = (byte) 0x81;
  private static final byte FINAL_CLOSE = (byte) 0x88;
  private static final byte FINAL_PING = (byte) 0x89;
  private static final byte FINAL_PONG = (byte) 0x8a;

  /** The longest payload after a header of two bytes, and of a control frame. */
  static final int SHORT_LENGTH = 125;

  private WebSocketFrames() {}

  /** One message as one frame. */
  static byte[] text(byte[] message) {
    ByteBuffer frame = ByteBuffer.allocate(headerLength(message.length) + message.length);
    frame.put(FINAL_TEXT);
    putLength(frame, message.length);
    return frame.put(message).array();
  }

  private static int headerLength(int length) {
    return length <= SHORT_LENGTH ? 2 : length <= 0xffff ? 4 : 10;
  }

  static byte[] ping() {
    return control(FINAL_PING, new byte[0]);
  }

  /** Has the payload of the ping. */
  static byte[] pong(byte[] payload) {
    return control(FINAL_PONG, payload);
  }

  static byte[] close(int code, String reason) {
    byte[] text = reason.getBytes(UTF_8);
    return close(ByteBuffer.allocate(2 + text.length).putShort((short) code).put(text).array());
  }

  /**
   * Answers a close frame with its own payload.
   *
   * @param payload empty, or a code and a reason
   */
  static byte[] close(byte[] payload) {
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
