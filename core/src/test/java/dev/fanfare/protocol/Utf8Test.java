package dev.fanfare.protocol;

import static dev.fanfare.protocol.Refusals.refusalOf;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** {@link Utf8}. */
class Utf8Test {
  @Provide
  Arbitrary<String> texts() {
    return Wire.texts();
  }

  @Property
  void everyTextComesBackAsItWas(@ForAll("texts") String text) {
    assertThat(Utf8.decode(ByteBuffer.wrap(text.getBytes(UTF_8)))).isEqualTo(text);
  }

  @Test
  void textThatIsNotUtf8IsRefusedWithTheIndexOfTheBadByte() {
    refused(2, "0xff", 'a', 'b', 0xff, 'c');
    refused(1, "0xc3", 'a', 0xc3);
    refused(0, "0xed", 0xed, 0xa0, 0xbd); // a lone surrogate in three bytes
    refused(0, "0xc0", 0xc0, 0x80); // U+0000 in two bytes
    refused(0, "0xf4", 0xf4, 0x90, 0x80, 0x80); // after the last code point
  }

  private static void refused(int at, String shown, int... bytes) {
    byte[] message = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      message[i] = (byte) bytes[i];
    }
    assertThat(refusalOf(() -> Utf8.decode(ByteBuffer.wrap(message))).message())
        .contains("byte " + at, shown, "expected JSON in UTF-8");
  }
}
