package dev.fanfare.topic;

import java.util.regex.Pattern;

/**
 * What events are published to and followed by, e.g. {@code board:42}: 1 to {@value #MAX_CHARS}
 * characters of {@code A-Z a-z 0-9 _ . : / @ -}.
 *
 * <p>The alphabet needs no escaping in JSON or in the hash tags of Redis.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 */
public record TopicName(String value) {
  public static final int MAX_CHARS = 200;
  private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_.:/@-]{1," + MAX_CHARS + "}");

  public TopicName {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "topic", value, "1 to 200 characters of A-Z a-z 0-9 _ . : / @ -");
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
