package dev.fanfare.topic;

/**
 * What an event is about, e.g. {@code card:123}: 1 to 200 characters (UTF-16 units), not blank, no
 * control characters.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 */
public record Key(String value) {
  public Key {
    PlainText.check("key", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
