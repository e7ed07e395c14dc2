package dev.fanfare.socket;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;

/** A client's frames (RFC 6455, section 5.2): whole messages, masked. */
final class ClientFrames {
  private static final int LAST = 0x80;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 125;
  private static final int TWO_BYTES = 126;
  private static final int EIGHT_BYTES = 127;
  private static final int MAX_HEADER_BYTES = 14;

  private ClientFrames() {}

  static ByteBuf frame(ByteBufAllocator allocator, int opcode, byte[] payload, int mask) {
    ByteBuf frame = allocator.buffer(payload.length + MAX_HEADER_BYTES);
    frame.writeByte(LAST | opcode);
    if (payload.length <= SHORT_LENGTH) {
      frame.writeByte(MASKED | payload.length);
    } else if (payload.length <= 0xffff) {
      frame.writeByte(MASKED | TWO_BYTES).writeShort(payload.length);
    } else {
      frame.writeByte(MASKED | EIGHT_BYTES).writeLong(payload.length);
    }
    frame.writeInt(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ (mask >>> (24 - 8 * (i & 3))));
    }
    return frame;
  }
}
