package dev.fanfare.topic;

/**
 * Who did something, e.g. {@code alice}: 1 to 200 characters (UTF-16 units), not blank, no control
 * characters.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 *
 * <p>Comparable, so that a hash map stays fast even if a publisher chooses names with equal hashes.
 */
public record User(String value) implements Comparable<User> {
  public User {
    PlainText.check("user", value);
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public int compareTo(User other) {
    return value.compareTo(other.value);
  }
}
