package dev.fanfare.protocol;

import dev.fanfare.topic.InvalidValueException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Accepts received text only if it is well-formed Unicode. */
public final class Utf8 {
  private static final int ESCAPE_CHARS = "\\u0000".length();

  private static final char REPLACEMENT = '\ufffd';

  private Utf8() {}

  /**
   * Decodes strictly: nothing is replaced.
   *
   * @throws ProtocolException if the bytes are not UTF-8
   */
  public static String decode(ByteBuffer bytes) {
    byte[] copy = new byte[bytes.remaining()];
    bytes.get(bytes.position(), copy);
    String text = new String(copy, StandardCharsets.UTF_8);
    // The quick way replaces malformed bytes by U+FFFD: only a text with that needs a second look.
    return text.indexOf(REPLACEMENT) < 0 ? text : decodeStrictly(bytes);
  }

  private static String decodeStrictly(ByteBuffer bytes) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .onMalformedInput(CodingErrorAction.REPORT)
          .onUnmappableCharacter(CodingErrorAction.REPORT)
          .decode(bytes)
          .toString();
    } catch (CharacterCodingException e) {
      int at = bytes.position();
      throw ProtocolException.bad(
          String.format(
              Locale.ROOT,
              "the message is not UTF-8 at byte %d, 0x%02x: expected JSON in UTF-8",
              at,
              bytes.get(at)));
    }
  }

  /**
   * Refuses a lone surrogate such as {@code \}{@code ud83d}: JSON can escape it, but UTF-8 cannot
   * encode it. An escaped surrogate and a raw one make no pair.
   *
   * @throws ProtocolException if the field's JSON text has a lone surrogate, escaped or raw
   */
  static void checkSurrogates(String field, String json) {
    int lone = firstLone(json, firstSpecial(json));
    if (lone >= 0) {
      throw loneSurrogate(field, json, lone);
    }
  }

  /**
   * The text with U+FFFD for each lone surrogate and of the same length, for a parser that fails at
   * a name with a lone surrogate.
   */
  static String withoutLoneSurrogates(String json) {
    StringBuilder text = new StringBuilder(json);
    for (int at = firstLone(json, 0); at >= 0; ) {
      int length = unitLength(json, at);
      text.replace(at, at + length, length == 1 ? String.valueOf(REPLACEMENT) : "\\ufffd");
      at = firstLone(json, at + length);
    }
    return text.toString();
  }

  /** The index of the first lone surrogate from here on; -1 if there is none. */
  private static int firstLone(String json, int from) {
    int open = -1;
    for (int i = from; i < json.length(); ) {
      int length = unitLength(json, i);
      char unit = length == ESCAPE_CHARS ? (char) hex(json, i + 2) : json.charAt(i);
      boolean closes = open >= 0 && i - open == length;
      if (closes != Character.isLowSurrogate(unit) || (open >= 0 && !closes)) {
        return open >= 0 ? open : i;
      }
      open = Character.isHighSurrogate(unit) ? i : -1;
      i += length;
    }
    return open;
  }

  /** The index of the first escape or surrogate; most texts have none. */
  private static int firstSpecial(String json) {
    int at = 0;
    while (at < json.length()
        && json.charAt(at) != '\\'
        && !Character.isSurrogate(json.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The number of JSON characters that spell the UTF-16 unit that begins here. */
  private static int unitLength(String json, int at) {
    if (json.charAt(at) != '\\' || at + 1 == json.length()) {
      return 1;
    }
    return json.charAt(at + 1) == 'u' && at + ESCAPE_CHARS <= json.length() ? ESCAPE_CHARS : 2;
  }

  private static int hex(String json, int at) {
    int value = 0;
    for (int i = at; i < at + 4; i++) {
      value = value << 4 | (Character.digit(json.charAt(i), 16) & 0xf);
    }
    return value;
  }

  private static ProtocolException loneSurrogate(String field, String json, int at) {
    String spelled = json.substring(at, at + unitLength(json, at));
    return ProtocolException.bad(
        "field \""
            + field
            + "\" has the lone surrogate "
            + InvalidValueException.visible(spelled)
            + " at character "
            + at
            + " of its JSON: expected well-formed Unicode");
  }
}
