package dev.fanfare.topic;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The event that a reader has last seen. {@code seq} is for order and range reads; {@code id}
 * proves that it is <em>the same</em> event with this number: after a store has lost its end, the
 * numbers come again but the ids do not. Nothing ({@code null}) is the position before everything.
 *
 * <p>What breaks a rule is refused with an {@link InvalidValueException}.
 *
 * @param seq 1 to 2^53-1, counted in the topic without holes
 * @param id 1 to 26 characters of {@code 0-9 a-z}
 */
public record Position(long seq, String id) {
  private static final long MAX_SEQ = (1L << 53) - 1;
  private static final Pattern ID = Pattern.compile("[0-9a-z]{1,26}");
  private static final Pattern FORM = Pattern.compile("[1-9][0-9]{0,15}\\.[0-9a-z]{1,26}");

  public Position {
    if (seq < 1 || seq > MAX_SEQ) {
      throw new InvalidValueException("seq", seq, "1 to 2^53-1");
    }
    if (!ID.matcher(id).matches()) {
      throw new InvalidValueException("id", id, "1 to 26 characters of 0-9 a-z");
    }
  }

  /**
   * Reads the one string that stands for a position on the wire.
   *
   * @throws InvalidValueException if it is not of that form
   */
  public static Position parse(String text) {
    if (!FORM.matcher(text).matches()) {
      throw new InvalidValueException(
          "position", text, "a position that this topic gave out, like \"17.k3f9a2b7c1dqz\"");
    }
    int dot = text.indexOf('.');
    return new Position(Long.parseLong(text, 0, dot, 10), text.substring(dot + 1));
  }

  /** The position of the next event, which the operation {@code id} stores. */
  public static Position next(@Nullable Position head, String id) {
    return new Position(head == null ? 1 : head.seq + 1, id);
  }

  @Override
  public String toString() {
    return seq + "." + id;
  }
}
