package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
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
  void no_buffer_is_left_when_all_bytes_are_read() {
    ByteBuf bytes = Unpooled.wrappedBuffer(frame(FINAL | 1, "hi".getBytes(UTF_8)));
    reader.add(bytes, ByteBufAllocator.DEFAULT);
    assertThat(reader.next()).isInstanceOf(InboundFrame.Text.class);
    assertThat(reader.next()).isNull();
    assertThat(bytes.refCnt()).isZero();
  }

  @Test
  void frames_are_the_same_however_the_bytes_are_cut() {
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
    "'c1 80 00 00 00 00', an extension that was not negotiated",
    "'83 80 00 00 00 00', no such opcode",
    "'8b 80 00 00 00 00', no such control frame",
    "'80 80 00 00 00 00', a continuation of nothing",
    "'09 80 00 00 00 00', a control frame in fragments",
    "'89 fe 00 7e', a long control frame",
    "'81 fe 00 7d 00 00 00 00', a length in more bytes than it takes",
    "'81 ff 00 00 00 00 00 00 ff ff 00 00 00 00', a length in many more bytes than it takes",
    "'81 ff ff ff ff ff ff ff ff ff 00 00 00 00', a negative length",
    "'01 80 00 00 00 00 81 80 00 00 00 00', a message within a message",
    "'88 81 00 00 00 00 03', a close code of one byte",
  })
  void a_frame_that_breaks_the_rules_ends_the_reader(String hex, String why) {
    assertThat(read(bytes(hex))).as(why).containsExactly("broken 1002");
    assertThat(read(frame(FINAL | 1, new byte[1]))).as("nothing is read after it").isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0, 999, 1004, 1005, 1006, 1015, 1016, 1999, 2000, 2999, 5000, 9999, 0x8000, 0xffff,
      })
  void a_close_code_that_an_endpoint_may_not_send_is_broken(int code) {
    assertThat(read(frame(FINAL | 8, closing(code, "")))).containsExactly("broken 1002");
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 1003, 1007, 1011, 1014, 3000, 3999, 4000, 4999})
  void a_close_code_that_may_be_sent_is_read(int code) {
    assertThat(read(frame(FINAL | 8, closing(code, "")))).containsExactly("close " + code + " ");
  }

  static List<String> notUtf8() {
    return List.of(
        "ff", // never in UTF-8
        "80", // goes on with nothing
        "61 c3", // cut off
        "c3 28", // goes on with something else
        "c0 af", // in more bytes than it takes
        "e0 80 af",
        "ed a0 80", // half of a surrogate pair
        "ed bf bf",
        "f4 90 80 80", // past the last character
        "f0 9f 98");
  }

  @ParameterizedTest
  @MethodSource("notUtf8")
  void text_that_is_not_utf8_is_broken_when_it_is_complete(String hex) {
    byte[] text = bytes(hex);
    FrameReader another = new FrameReader(MAX);
    assertThat(read(reader, frame(FINAL | 1, text))).containsExactly("broken 1007");
    assertThat(read(reader, frame(FINAL | 1, new byte[1]))).as("nothing more is read").isEmpty();
    assertThat(read(another, frame(1, Arrays.copyOf(text, 1)))).isEmpty();
    assertThat(read(another, frame(0, Arrays.copyOfRange(text, 1, text.length)))).isEmpty();
    assertThat(read(another, frame(FINAL, new byte[0]))).containsExactly("broken 1007");
  }

  @Test
  void a_character_may_be_cut_by_a_fragment() {
    byte[] smile = "\ud83d\ude00".getBytes(UTF_8);
    assertThat(read(frame(1, Arrays.copyOf(smile, 3)))).isEmpty();
    assertThat(read(frame(FINAL, Arrays.copyOfRange(smile, 3, 4))))
        .containsExactly("text \ud83d\ude00");
  }

  @Test
  void a_binary_message_need_not_be_utf8() {
    assertThat(read(frame(FINAL | 2, bytes("ff ff")))).containsExactly("binary 2");
  }

  @Test
  void a_close_reason_that_is_not_utf8_is_broken() {
    assertThat(read(bytes("88 83 00 00 00 00 03 e8 ff"))).containsExactly("broken 1007");
  }

  @Test
  void a_message_past_the_limit_is_refused_before_it_has_come() {
    assertThat(read(bytes("81 ff 00 00 00 00 00 02 00 01 00 00 00 00")))
        .containsExactly("too long");
    assertThat(read(frame(FINAL | 1, new byte[1]))).isEmpty();
  }

  @Test
  void fragments_that_are_past_the_limit_together_are_refused() {
    assertThat(read(frame(1, new byte[MAX]))).isEmpty();
    assertThat(read(frame(0, new byte[0]))).isEmpty();
    assertThat(read(frame(0, new byte[1]))).containsExactly("too long");
  }

  static List<Arguments> lengthsAfterFragments() {
    List<Arguments> all = new ArrayList<>();
    for (long near : new long[] {Long.MIN_VALUE, 0, 1L << 32, 1L << 31, 1L << 16, MAX}) {
      for (int off : new int[] {-100, -50, -2, -1, 0, 1, 2, 50, 100}) {
        for (int before : new int[] {-1, 0, 1, 49, 100, 125, 126, 0xffff, 0x10000, MAX - 1, MAX}) {
          all.add(Arguments.of(near + off, before));
        }
      }
    }
    return all;
  }

  /**
   * 2^63 - x is Long.MIN_VALUE - x; from there on the top bit is set. Before = -1 means no
   * fragment.
   */
  @ParameterizedTest(name = "{0} after {1}")
  @MethodSource("lengthsAfterFragments")
  void a_frame_may_announce_any_length_after_any_fragment(long length, int before) {
    if (before >= 0) {
      assertThat(read(frame(1, new byte[before]))).isEmpty();
    }
    boolean isMinimal = length > 0xffff;
    boolean isTooLong = length > MAX - Math.max(0, before);
    ByteBuf head = Unpooled.buffer().writeByte(FINAL | (before < 0 ? 1 : 0)).writeByte(0xff);
    head.writeLong(length).writeInt(0);
    reader.add(head, ByteBufAllocator.DEFAULT);
    InboundFrame frame = reader.next();
    if (isMinimal && !isTooLong) {
      assertThat(frame).as("more is to come").isNull();
      assertThat(head.refCnt()).isOne();
    } else {
      assertThat(shown(Objects.requireNonNull(frame)))
          .isEqualTo(isMinimal ? "too long" : "broken 1002");
      assertThat(head.refCnt()).isZero();
    }
    reader.end();
  }

  /**
   * Otherwise a client that never ends a read with a frame would make the buffer grow without end.
   */
  @Test
  void bytes_that_were_read_take_no_memory() {
    var memory = new UnpooledByteBufAllocator(false);
    byte[] frame = frame(FINAL | 1, new byte[1000]);
    reader.add(copy(memory, frame, 0, 500), memory);
    for (int i = 0; i < 10_000; i++) {
      assertThat(reader.next()).isNull();
      reader.add(copy(memory, frame, 500, frame.length), memory);
      reader.add(copy(memory, frame, 0, 500), memory);
      assertThat(reader.next()).isInstanceOf(InboundFrame.Text.class);
      assertThat(memory.metric().usedHeapMemory()).isLessThan(8 * 1024);
    }
    reader.end();
    assertThat(memory.metric().usedHeapMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 1000, 30_000, 65_536, MAX - 1})
  void an_incomplete_message_takes_no_more_memory_than_a_message_may_have(int fragment) {
    var memory = new UnpooledByteBufAllocator(false);
    byte[] part = frame(0, new byte[fragment]);
    byte[] first = frame(1, new byte[fragment]);
    reader.add(copy(memory, first, 0, first.length), memory);
    InboundFrame frame = reader.next();
    for (int i = 0; i < 1_000 && frame instanceof InboundFrame.Fragment; i++) {
      reader.add(copy(memory, part, 0, part.length - 1), memory);
      frame = reader.next();
      assertThat(memory.metric().usedHeapMemory()).isLessThan(2L * MAX);
      if (frame == null) {
        reader.add(copy(memory, part, part.length - 1, part.length), memory);
        frame = reader.next();
      }
    }
    boolean ends = fragment > 0 && MAX / fragment < 1_000;
    assertThat(Objects.requireNonNull(frame))
        .isInstanceOf(ends ? InboundFrame.TooLong.class : InboundFrame.Fragment.class);
    reader.end();
    assertThat(memory.metric().usedHeapMemory()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 1000, 50_000})
  void fragments_take_no_more_than_the_message_may_have(int fragment) {
    Fragments fragments = new Fragments(1, MAX, new byte[fragment]);
    while (fragments.length() + fragment <= MAX) {
      fragments.add(new byte[fragment]);
      assertThat(fragments.capacity()).isBetween(fragments.length(), MAX);
    }
    assertThat(fragments.whole()).hasSize(MAX / fragment * fragment);
  }

  private static ByteBuf copy(ByteBufAllocator memory, byte[] bytes, int from, int to) {
    return memory.heapBuffer(to - from).writeBytes(bytes, from, to - from);
  }

  @Test
  void a_reader_that_ends_with_unread_bytes_releases_them() {
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
    return read(reader, bytes);
  }

  /** All frames but the fragments, which are read when the message is complete. */
  private static List<String> read(FrameReader reader, byte... bytes) {
    reader.add(Unpooled.wrappedBuffer(bytes), ByteBufAllocator.DEFAULT);
    List<String> frames = new ArrayList<>();
    for (InboundFrame frame = reader.next(); frame != null; frame = reader.next()) {
      if (!(frame instanceof InboundFrame.Fragment)) {
        frames.add(shown(frame));
      }
    }
    return frames;
  }

  private static String shown(InboundFrame frame) {
    return switch (frame) {
      case InboundFrame.Text text -> "text " + text.text();
      case InboundFrame.Binary binary -> "binary " + binary.bytes();
      case InboundFrame.Fragment part -> "fragment " + part.bytes();
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
