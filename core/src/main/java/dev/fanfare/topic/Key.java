package dev.fanfare.topic;

/**
 * What an event is about, e.g. {@code card:123}: 1 to 200 characters (UTF-16 units), not blank, no
 * control characters.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 *
 * <p>Comparable, so that a hash map stays fast even if a publisher chooses names with equal hashes.
 */
public record Key(String value) implements Comparable<Key> {
  public Key {
    PlainText.check("key", value);
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public int compareTo(Key other) {
    return value.compareTo(other.value);
  }
}
