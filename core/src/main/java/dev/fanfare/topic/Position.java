package dev.fanfare.topic;

/**
 * The last event that a reader has seen. {@code seq} is for order and range reads; {@code id}
 * proves that it is <em>the same</em> event with this number: after a store has lost its last
 * events, their numbers come again, but with other ids. {@link #START} is the position before the
 * first event.
 *
 * <p>The constructor refuses an invalid value with an {@link InvalidValueException}.
 *
 * @param seq 1 to 2^53-1, counts the events of the topic without gaps; 0 at the start
 * @param id 1 to 26 characters of {@code 0-9 a-z}; empty at the start
 */
public record Position(long seq, String id) {
  private static final long MAX_SEQ = (1L << 53) - 1;
  private static final int MAX_DIGITS = 16;
  private static final int MAX_ID_CHARS = 26;

  /**
   * The position before the first event of a topic. A reader is here if it knows that the topic has
   * no events yet. A reader that knows nothing has no position at all. On the wire both are {@code
   * null}.
   */
  public static final Position START = new Position();

  private Position() {
    this(0, "");
  }

  public Position {
    if (seq == 0 && id.isEmpty()) {
      // the start
    } else if (seq < 1 || seq > MAX_SEQ) {
      throw new InvalidValueException("seq", seq, "1 to 2^53-1");
    }
    if (seq > 0 && !isId(id, 0)) {
      throw new InvalidValueException("id", id, "1 to 26 characters of 0-9 a-z");
    }
  }

  /**
   * Reads a position from its text on the wire.
   *
   * @throws InvalidValueException if it is not of that form
   */
  public static Position parse(String text) {
    int dot = text.indexOf('.');
    if (!isNumber(text, dot) || !isId(text, dot + 1)) {
      throw new InvalidValueException(
          "position", text, "a position that this topic gave out, like \"17.k3f9a2b7c1dqz\"");
    }
    return new Position(Long.parseLong(text, 0, dot, 10), text.substring(dot + 1));
  }

  /** The position of the next event; {@code id} names the operation that stores it. */
  public Position next(String id) {
    return new Position(seq + 1, id);
  }

  public boolean isStart() {
    return seq == 0;
  }

  /**
   * Not a regular expression: every event has a position, and matching would take longer than
   * reading.
   */
  private static boolean isNumber(String text, int end) {
    if (end < 1 || end > MAX_DIGITS || text.charAt(0) == '0') {
      return false;
    }
    for (int i = 0; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private static boolean isId(String text, int begin) {
    int chars = text.length() - begin;
    if (chars < 1 || chars > MAX_ID_CHARS) {
      return false;
    }
    for (int i = begin; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!isDigit(c) && (c < 'a' || c > 'z')) {
        return false;
      }
    }
    return true;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  @Override
  public String toString() {
    return isStart() ? "the start" : seq + "." + id;
  }
}
