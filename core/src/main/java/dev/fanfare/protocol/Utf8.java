package dev.fanfare.protocol;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/** Text that came in, taken only if it is well-formed Unicode. */
public final class Utf8 {
  private Utf8() {}

  /**
   * Decodes strictly: nothing is replaced.
   *
   * @throws ProtocolException if the bytes are not UTF-8
   */
  public static String decode(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      throw ProtocolException.bad(
          "the message is not UTF-8 at byte " + bytes.position() + ": expected JSON in UTF-8");
    }
  }

  /**
   * Refuses {@code \}{@code ud83d} without its other half: JSON can spell what no UTF-8 can carry.
   *
   * @throws ProtocolException if the JSON text bears a lone surrogate, escaped or raw
   */
  static void checkSurrogates(String json) {
    int open = -1;
    for (int i = 0; i < json.length(); ) {
      char unit = json.charAt(i);
      int length = 1;
      if (unit == '\\' && i + 1 < json.length()) {
        length = 2;
        if (json.charAt(i + 1) == 'u' && i + 6 <= json.length()) {
          unit = (char) hex(json, i + 2);
          length = 6;
        }
      }
      if (open >= 0 != Character.isLowSurrogate(unit)) {
        throw loneSurrogate(json, open >= 0 ? open : i);
      }
      open = Character.isHighSurrogate(unit) ? i : -1;
      i += length;
    }
    if (open >= 0) {
      throw loneSurrogate(json, open);
    }
  }

  private static int hex(String json, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | (Character.digit(json.charAt(i), 16) & 0xf);
    }
    return value;
  }

  private static ProtocolException loneSurrogate(String json, int at) {
    boolean escaped = json.charAt(at) == '\\';
    String shown =
        escaped ? json.substring(at, at + 6) : String.format("\\u%04x", (int) json.charAt(at));
    return ProtocolException.bad(
        "lone surrogate " + shown + " at character " + at + ": expected well-formed Unicode");
  }
}
