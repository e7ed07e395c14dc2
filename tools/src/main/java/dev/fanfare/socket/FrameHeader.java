package dev.fanfare.socket;

import io.netty.buffer.ByteBuf;
import java.util.Locale;

/**
 * The header of a frame from a server (RFC 6455, section 5.2). All sockets of a loop share one,
 * which the loop writes: a frame allocates nothing.
 */
final class FrameHeader {
  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xa;

  /** A longer message is refused. A part of a delta has 256 KiB, or one event more. */
  static final int MAX_PAYLOAD_BYTES = 1 << 20;

  private static final int LAST = 0x80;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0f;
  private static final int MASKED = 0x80;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;

  private int first;
  private int bytes;
  private int payloadBytes;

  /**
   * Reads the header at the reader index. It does not move the index.
   *
   * @return whether the whole frame has arrived
   * @throws SocketException if no server may send this header
   */
  boolean read(ByteBuf in) throws SocketException {
    int readable = in.readableBytes();
    if (readable < 2) {
      return false;
    }
    int at = in.readerIndex();
    first = in.getUnsignedByte(at);
    int second = in.getUnsignedByte(at + 1);
    if ((first & RESERVED) != 0 || (second & MASKED) != 0) {
      throw new SocketException(
          String.format(
              Locale.ROOT, "the server sent a frame that begins with %02x %02x", first, second));
    }
    bytes = second == EIGHT_BYTES ? 10 : second == TWO_BYTES ? 4 : 2;
    if (readable < bytes) {
      return false;
    }
    payloadBytes = length(in, at, second);
    return readable - bytes >= payloadBytes;
  }

  private static int length(ByteBuf in, int at, int second) {
    long length =
        switch (second) {
          case TWO_BYTES -> in.getUnsignedShort(at + 2);
          case EIGHT_BYTES -> in.getLong(at + 2);
          default -> second;
        };
    if (length < 0 || length > MAX_PAYLOAD_BYTES) {
      throw new SocketException(
          "the server sent a frame of " + length + " bytes: expected at most " + MAX_PAYLOAD_BYTES);
    }
    return (int) length;
  }

  int opcode() {
    return first & OPCODE;
  }

  /** Whether this is the last frame of the message. */
  boolean isLast() {
    return (first & LAST) != 0;
  }

  int bytes() {
    return bytes;
  }

  int payloadBytes() {
    return payloadBytes;
  }
}
