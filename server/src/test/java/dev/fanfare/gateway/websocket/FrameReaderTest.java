package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameReaderTest {
  private static final int MAX = 128 * 1024;
  private static final int FINAL = 0x80;

  private final FrameReader reader = new FrameReader(MAX);

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 125, 126, 127, 65_535, 65_536, MAX})
  void a_text_of_any_length_is_read_and_unmasked(int length) {
    String text = "x".repeat(length);
    assertThat(read(frame(FINAL | 1, text.getBytes(UTF_8)))).containsExactly("text " + text);
  }

  @Test
  void nothing_is_left_when_all_is_read() {
    ByteBuf bytes = Unpooled.wrappedBuffer(frame(FINAL | 1, "hi".getBytes(UTF_8)));
    reader.add(bytes, ByteBufAllocator.DEFAULT);
    assertThat(reader.next()).isInstanceOf(InboundFrame.Text.class);
    assertThat(reader.next()).isNull();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void however_the_bytes_are_cut_the_frames_are_the_same() {
    byte[] all =
        joined(
            frame(1, "a long ".getBytes(UTF_8)),
            frame(FINAL | 9, "p".getBytes(UTF_8)),
            frame(0, "story ".repeat(50).getBytes(UTF_8)),
            frame(FINAL | 10, new byte[0]),
            frame(FINAL, "in three parts".getBytes(UTF_8)),
            frame(FINAL | 2, new byte[300]),
            frame(FINAL | 1, "z".repeat(70_000).getBytes(UTF_8)),
            frame(FINAL | 8, closing(1000, "bye")));
    List<String> expected = read(all);
    assertThat(expected).hasSize(6).startsWith("ping p", "pong").endsWith("close 1000 bye");
    for (int seed = 0; seed < 200; seed++) {
      assertThat(readInPieces(all, new Random(seed))).as("seed %d", seed).isEqualTo(expected);
    }
  }

  @Test
  void one_byte_at_a_time_is_enough() {
    byte[] all =
        joined(frame(1, "a".getBytes(UTF_8)), frame(FINAL, "b".repeat(200).getBytes(UTF_8)));
    List<String> frames = new ArrayList<>();
    for (byte one : all) {
      frames.addAll(read(one));
    }
    assertThat(frames).containsExactly("text a" + "b".repeat(200));
  }

  @ParameterizedTest
  @CsvSource({
    "'81 00', not masked",
    "'c1 80 00 00 00 00', an extension nobody has agreed on",
    "'83 80 00 00 00 00', no such opcode",
    "'8b 80 00 00 00 00', no such control frame",
    "'80 80 00 00 00 00', goes on with nothing",
    "'09 80 00 00 00 00', a control frame in fragments",
    "'89 fe 00 7e', a long control frame",
    "'81 fe 00 7d 00 00 00 00', a length in more bytes than it takes",
    "'81 ff 00 00 00 00 00 00 ff ff 00 00 00 00', a length in many more bytes than it takes",
    "'81 ff ff ff ff ff ff ff ff ff 00 00 00 00', a negative length",
    "'01 80 00 00 00 00 81 80 00 00 00 00', a message within a message",
    "'88 81 00 00 00 00 03', a close code of one byte",
    "'88 82 00 00 00 00 03 ed', a close code that is never sent",
  })
  void what_breaks_the_rules_is_broken_and_ends_it(String hex, String why) {
    assertThat(read(bytes(hex))).as(why).containsExactly("broken 1002");
    assertThat(read(frame(FINAL | 1, new byte[1]))).as("nothing is read behind it").isEmpty();
  }

  @Test
  void a_reason_that_is_no_text_is_broken() {
    assertThat(read(bytes("88 83 00 00 00 00 03 e8 ff"))).containsExactly("broken 1007");
  }

  @Test
  void a_message_past_the_limit_is_refused_before_it_has_come() {
    assertThat(read(bytes("81 ff 00 00 00 00 00 02 00 01 00 00 00 00")))
        .containsExactly("too long");
    assertThat(read(frame(FINAL | 1, new byte[1]))).isEmpty();
  }

  @Test
  void fragments_past_the_limit_together_are_refused() {
    assertThat(read(frame(1, new byte[MAX]))).isEmpty();
    assertThat(read(frame(0, new byte[0]))).isEmpty();
    assertThat(read(frame(0, new byte[1]))).containsExactly("too long");
  }

  @Test
  void whoever_ends_it_with_something_unread_loses_no_memory() {
    ByteBuf half = Unpooled.wrappedBuffer(bytes("81 85 00 00"));
    reader.add(half, ByteBufAllocator.DEFAULT);
    assertThat(reader.next()).isNull();
    reader.end();
    assertThat(half.refCnt()).isZero();
    ByteBuf late = Unpooled.wrappedBuffer(bytes("00"));
    reader.add(late, ByteBufAllocator.DEFAULT);
    assertThat(late.refCnt()).isZero();
  }

  private List<String> readInPieces(byte[] all, Random random) {
    List<String> frames = new ArrayList<>();
    for (int at = 0; at < all.length; ) {
      int length = Math.min(all.length - at, 1 + random.nextInt(random.nextBoolean() ? 7 : 30_000));
      byte[] piece = new byte[length];
      System.arraycopy(all, at, piece, 0, length);
      frames.addAll(read(piece));
      at += length;
    }
    return frames;
  }

  private List<String> read(byte... bytes) {
    reader.add(Unpooled.wrappedBuffer(bytes), ByteBufAllocator.DEFAULT);
    List<String> frames = new ArrayList<>();
    for (InboundFrame frame = reader.next(); frame != null; frame = reader.next()) {
      frames.add(shown(frame));
    }
    return frames;
  }

  private static String shown(InboundFrame frame) {
    return switch (frame) {
      case InboundFrame.Text text -> "text " + UTF_8.decode(text.utf8());
      case InboundFrame.Binary binary -> "binary " + binary.bytes();
      case InboundFrame.Ping ping -> "ping " + new String(ping.payload(), UTF_8);
      case InboundFrame.Pong _ -> "pong";
      case InboundFrame.Close close -> {
        ByteBuffer payload = ByteBuffer.wrap(close.payload());
        yield "close " + payload.getShort() + " " + UTF_8.decode(payload);
      }
      case InboundFrame.Broken broken -> "broken " + broken.status().code();
      case InboundFrame.TooLong _ -> "too long";
    };
  }

  private static byte[] closing(int code, String reason) {
    return ByteBuffer.allocate(2 + reason.length())
        .putShort((short) code)
        .put(reason.getBytes(UTF_8))
        .array();
  }

  /** Masked as a client does. */
  private static byte[] frame(int first, byte[] payload) {
    ByteBuf frame = Unpooled.buffer().writeByte(first);
    if (payload.length <= 125) {
      frame.writeByte(0x80 | payload.length);
    } else if (payload.length <= 0xffff) {
      frame.writeByte(0xfe).writeShort(payload.length);
    } else {
      frame.writeByte(0xff).writeLong(payload.length);
    }
    byte[] mask = {0x12, (byte) 0xf4, 0x56, (byte) 0x98};
    frame.writeBytes(mask);
    for (int i = 0; i < payload.length; i++) {
      frame.writeByte(payload[i] ^ mask[i % mask.length]);
    }
    byte[] bytes = new byte[frame.readableBytes()];
    frame.readBytes(bytes);
    return bytes;
  }

  private static byte[] bytes(String hex) {
    String digits = hex.replace(" ", "");
    byte[] bytes = new byte[digits.length() / 2];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Integer.parseInt(digits, 2 * i, 2 * i + 2, 16);
    }
    return bytes;
  }

  private static byte[] joined(byte[]... parts) {
    ByteBuf all = Unpooled.wrappedBuffer(parts);
    byte[] bytes = new byte[all.readableBytes()];
    all.readBytes(bytes);
    return bytes;
  }
}
