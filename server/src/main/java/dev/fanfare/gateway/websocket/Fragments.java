package dev.fanfare.gateway.websocket;

import java.util.Arrays;

/**
 * The beginning of a message that comes in fragments. It never takes more memory than a message may
 * have. One writer.
 */
final class Fragments {
  private final int opcode;
  private final int maxBytes;
  private byte[] bytes;
  private int length;

  /**
   * Begins with the first fragment, and takes over its array.
   *
   * @param opcode of the message
   * @param maxBytes of all fragments together; the caller adds no more
   */
  Fragments(int opcode, int maxBytes, byte[] first) {
    this.opcode = opcode;
    this.maxBytes = maxBytes;
    this.bytes = first;
    this.length = first.length;
  }

  int opcode() {
    return opcode;
  }

  int length() {
    return length;
  }

  /** The bytes of memory that the fragments take. */
  int capacity() {
    return bytes.length;
  }

  void add(byte[] more) {
    int needed = Math.addExact(length, more.length);
    if (needed > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(needed, Math.min(maxBytes, 2 * bytes.length)));
    }
    System.arraycopy(more, 0, bytes, length, more.length);
    length = needed;
  }

  /** All fragments as one array. Nothing is added afterwards. */
  byte[] whole() {
    return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
  }
}
