package dev.fanfare.topic;

/**
 * Who did something, e.g. {@code alice}: 1 to 200 characters (UTF-16 units), not blank, no control
 * characters.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 */
public record User(String value) {
  public User {
    PlainText.check("user", value);
  }

  @Override
  public String toString() {
    return value;
  }
}
