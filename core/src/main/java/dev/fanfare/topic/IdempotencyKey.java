package dev.fanfare.topic;

import java.util.regex.Pattern;

/**
 * A publisher's name for one publication, so that a retry is not stored a second time: 1 to 128
 * visible ASCII characters.
 *
 * <p>Anything else is refused with an {@link InvalidValueException}.
 *
 * <p>Comparable, so that a hash map stays fast even if a publisher chooses names with equal hashes.
 */
public record IdempotencyKey(String value) implements Comparable<IdempotencyKey> {
  private static final Pattern FORM = Pattern.compile("[\\x21-\\x7e]{1,128}");

  public IdempotencyKey {
    if (!FORM.matcher(value).matches()) {
      throw new InvalidValueException(
          "Idempotency-Key", value, "1 to 128 visible ASCII characters");
    }
  }

  @Override
  public String toString() {
    return value;
  }

  @Override
  public int compareTo(IdempotencyKey other) {
    return value.compareTo(other.value);
  }
}
