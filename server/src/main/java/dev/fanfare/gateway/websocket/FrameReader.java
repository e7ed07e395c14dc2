package dev.fanfare.gateway.websocket;

import static io.netty.handler.codec.http.websocketx.WebSocketCloseStatus.INVALID_PAYLOAD_DATA;
import static io.netty.handler.codec.http.websocketx.WebSocketCloseStatus.PROTOCOL_ERROR;

import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.Utf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Reads a client's frames (RFC 6455 section 5) from the bytes that come. It is the only object of a
 * WebSocket's input, and it holds no buffer while there are no unread bytes. One writer.
 */
final class FrameReader {
  private static final int CONTINUATION = 0;
  private static final int TEXT = 1;
  private static final int BINARY = 2;
  private static final int CLOSE = 8;
  private static final int PING = 9;
  private static final int PONG = 10;

  private static final int RESERVED_BITS = 0x70;
  private static final int OPCODE_BITS = 0x0f;
  private static final int LENGTH_BITS = 0x7f;

  /** Values of the length bits that announce a longer length field. */
  private static final int MEDIUM = 126;

  private static final int LONG = 127;
  private static final int MAX_MEDIUM_LENGTH = 0xffff;

  private static final int SHORT_HEADER = 2;
  private static final int MEDIUM_HEADER = 4;
  private static final int LONG_HEADER = 10;
  private static final int MASK_BYTES = 4;
  private static final int CODE_BYTES = 2;

  private final int maxMessageBytes;
  private @Nullable ByteBuf unread;
  private @Nullable Fragments fragments;
  private boolean ended;

  /**
   * A reader that has read nothing yet.
   *
   * @param maxMessageBytes of one message, however many fragments it comes in; past it {@link
   *     InboundFrame.TooLong}
   */
  FrameReader(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
  }

  /** Adds bytes that have come, and takes them over. */
  void add(ByteBuf bytes, ByteBufAllocator allocator) {
    if (ended || !bytes.isReadable()) {
      bytes.release();
    } else if (unread == null) {
      unread = bytes;
    } else {
      // Otherwise the buffer would grow without end if no read ended with a frame.
      unread.discardReadBytes();
      unread = ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, unread, bytes);
    }
  }

  /** The next complete frame; null if there is none. */
  @Nullable InboundFrame next() {
    ByteBuf in = unread;
    if (in == null || in.readableBytes() < SHORT_HEADER) {
      return null;
    }
    byte first = in.getByte(in.readerIndex());
    byte second = in.getByte(in.readerIndex() + 1);
    if (!isLegal(first, second)) {
      return broken(PROTOCOL_ERROR);
    }
    int header = headerBytes(second);
    if (in.readableBytes() < header + MASK_BYTES) {
      return null;
    }
    long length = length(in, header);
    if (!isMinimal(length, header)) {
      return broken(PROTOCOL_ERROR);
    }
    // A client may announce any length, so a sum with it could overflow.
    if (!isControl(first) && length > maxMessageBytes - fragmentBytes()) {
      end();
      return new InboundFrame.TooLong();
    }
    if (in.readableBytes() - header - MASK_BYTES < length) {
      return null;
    }
    InboundFrame frame = frame(first, payload(in.skipBytes(header), (int) length));
    releaseRead();
    return frame;
  }

  /** Reads nothing more. */
  void end() {
    ended = true;
    fragments = null;
    if (unread != null) {
      unread.release();
      unread = null;
    }
  }

  private void releaseRead() {
    if (unread != null && !unread.isReadable()) {
      unread.release();
      unread = null;
    }
  }

  private InboundFrame broken(WebSocketCloseStatus status) {
    end();
    return new InboundFrame.Broken(status);
  }

  /**
   * Checks the first two bytes: the opcode is allowed here, there is no extension, the frame is
   * masked.
   */
  private boolean isLegal(byte first, byte second) {
    boolean isMasked = second < 0;
    if ((first & RESERVED_BITS) != 0 || !isMasked) {
      return false;
    }
    return switch (first & OPCODE_BITS) {
      case CONTINUATION -> fragments != null;
      case TEXT, BINARY -> fragments == null;
      case CLOSE, PING, PONG ->
          isFinal(first) && (second & LENGTH_BITS) <= WebSocketFrames.SHORT_LENGTH;
      default -> false;
    };
  }

  private static boolean isFinal(byte first) {
    return first < 0;
  }

  private static boolean isControl(byte first) {
    return (first & OPCODE_BITS) >= CLOSE;
  }

  private static int headerBytes(byte second) {
    return switch (second & LENGTH_BITS) {
      case MEDIUM -> MEDIUM_HEADER;
      case LONG -> LONG_HEADER;
      default -> SHORT_HEADER;
    };
  }

  private static long length(ByteBuf in, int header) {
    int at = in.readerIndex() + SHORT_HEADER;
    return switch (header) {
      case MEDIUM_HEADER -> in.getUnsignedShort(at);
      case LONG_HEADER -> in.getLong(at);
      default -> in.getByte(at - 1) & LENGTH_BITS;
    };
  }

  /**
   * Whether the length is written in no more bytes than it needs. With its top bit set it is
   * negative, and refused here.
   */
  private static boolean isMinimal(long length, int header) {
    return switch (header) {
      case MEDIUM_HEADER -> length > WebSocketFrames.SHORT_LENGTH;
      case LONG_HEADER -> length > MAX_MEDIUM_LENGTH;
      default -> true;
    };
  }

  private int fragmentBytes() {
    return fragments == null ? 0 : fragments.length();
  }

  private static byte[] payload(ByteBuf in, int length) {
    int mask = in.readInt();
    byte[] payload = new byte[length];
    in.readBytes(payload);
    for (int i = 0; i < length; i++) {
      payload[i] ^= (byte) (mask >>> (24 - 8 * (i & 3)));
    }
    return payload;
  }

  private InboundFrame frame(byte first, byte[] payload) {
    int opcode = first & OPCODE_BITS;
    return switch (opcode) {
      case PING -> new InboundFrame.Ping(payload);
      case PONG -> new InboundFrame.Pong();
      case CLOSE -> close(payload);
      default -> data(opcode, isFinal(first), payload);
    };
  }

  private InboundFrame data(int opcode, boolean isFinal, byte[] payload) {
    Fragments before = fragments;
    if (before == null && isFinal) {
      return message(opcode, payload);
    }
    if (before == null) {
      fragments = new Fragments(opcode, maxMessageBytes, payload);
      return new InboundFrame.Fragment(payload.length);
    }
    before.add(payload);
    if (!isFinal) {
      return new InboundFrame.Fragment(payload.length);
    }
    fragments = null;
    return message(before.opcode(), before.whole());
  }

  private InboundFrame message(int opcode, byte[] payload) {
    if (opcode != TEXT) {
      return new InboundFrame.Binary(payload.length);
    }
    try {
      return new InboundFrame.Text(Utf8.decode(ByteBuffer.wrap(payload)), payload.length);
    } catch (ProtocolException notUtf8) {
      return broken(INVALID_PAYLOAD_DATA);
    }
  }

  private InboundFrame close(byte[] payload) {
    if (payload.length == 0) {
      return new InboundFrame.Close(payload);
    }
    ByteBuf reason = Unpooled.wrappedBuffer(payload);
    if (payload.length < CODE_BYTES || !mayBeSent(reason.readUnsignedShort())) {
      return broken(PROTOCOL_ERROR);
    }
    return ByteBufUtil.isText(reason, StandardCharsets.UTF_8)
        ? new InboundFrame.Close(payload)
        : broken(INVALID_PAYLOAD_DATA);
  }

  /**
   * Whether an endpoint may send this close code: RFC 6455 section 7.4, and IANA's list of 7.4.1.
   */
  private static boolean mayBeSent(int code) {
    return (code >= 1000 && code <= 1003)
        || (code >= 1007 && code <= 1014)
        || (code >= 3000 && code <= 4999);
  }
}
