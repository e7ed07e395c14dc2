package dev.fanfare.topic;

/**
 * The payload of an event: the text of one JSON value, kept exactly as it was published, at most
 * {@value #MAX_BYTES} bytes in UTF-8.
 *
 * <p>The constructor refuses a blank or too large text with an {@link InvalidValueException}. The
 * codec has parsed the text before and so has checked that it is JSON.
 */
public record Data(String json) {
  public static final int MAX_BYTES = 64 * 1024;

  public Data {
    if (json.isBlank()) {
      throw new InvalidValueException("data", json, "a JSON value");
    }
    if (isTooLarge(json)) {
      throw new InvalidValueException("data", json, "at most " + MAX_BYTES + " bytes of JSON");
    }
  }

  /** Whether this text has more than {@value #MAX_BYTES} bytes in UTF-8. */
  public static boolean isTooLarge(String json) {
    return json.length() > MAX_BYTES
        || (json.length() > MAX_BYTES / 3 && utf8Length(json) > MAX_BYTES);
  }

  private static int utf8Length(String text) {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A surrogate pair is two chars and four bytes: two for each.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    return bytes;
  }

  @Override
  public String toString() {
    return json;
  }
}
