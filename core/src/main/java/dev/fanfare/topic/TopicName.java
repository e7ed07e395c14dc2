package dev.fanfare.topic;

/**
 * The name of a topic, e.g. {@code board:42}: 1 to {@value #MAX_CHARS} characters of {@code A-Z a-z
 * 0-9 _ . : / @ -}.
 *
 * <p>The alphabet needs no escaping in JSON or in the hash tags of Redis.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 *
 * <p>Comparable, so that a hash map stays fast even if a publisher chooses names with equal hashes.
 */
public record TopicName(String value) implements Comparable<TopicName> {
  public static final int MAX_CHARS = 200;
  private static final String SIGNS = "_.:/@-";

  public TopicName {
    if (value.isEmpty() || value.length() > MAX_CHARS || !isOfAlphabet(value)) {
      throw new InvalidValueException(
          "topic", value, "1 to 200 characters of A-Z a-z 0-9 _ . : / @ -");
    }
  }

  private static boolean isOfAlphabet(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean isLetter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!isLetter && (c < '0' || c > '9') && SIGNS.indexOf(c) < 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public int compareTo(TopicName other) {
    return value.compareTo(other.value);
  }
}
