package dev.fanfare.attack;

import java.nio.ByteBuffer;

/**
 * The frames that a server sends after it has granted an upgrade. Only their end is of interest.
 */
final class ServerFrames {
  private static final int MOST_BYTES = 8 * 1024;
  private static final int CLOSE = 0x88;
  private static final int MEDIUM = 126;
  private static final int HEADER_BYTES = 4;
  private static final byte[] END_OF_HEAD = {'\r', '\n', '\r', '\n'};

  private final ByteBuffer heard = ByteBuffer.allocate(MOST_BYTES);

  void read(Hostile hostile) {
    hostile.read(heard);
  }

  /** Whether the server has sent a close frame. */
  boolean hasClose() {
    int at = afterHead();
    while (at >= 0 && at + HEADER_BYTES <= heard.position()) {
      if ((heard.get(at) & 0xff) == CLOSE) {
        return true;
      }
      int length = heard.get(at + 1) & 0x7f;
      at += length < MEDIUM ? 2 + length : HEADER_BYTES + (heard.getShort(at + 2) & 0xffff);
    }
    return false;
  }

  private int afterHead() {
    for (int i = 0; i + END_OF_HEAD.length <= heard.position(); i++) {
      if (heard.slice(i, END_OF_HEAD.length).equals(ByteBuffer.wrap(END_OF_HEAD))) {
        return i + END_OF_HEAD.length;
      }
    }
    return -1;
  }
}
