package dev.fanfare.topic;

import java.util.Locale;

/** A value from outside breaks a rule; the message shows the value and what was expected. */
public final class InvalidValueException extends IllegalArgumentException {
  private static final int MAX_SHOWN_CHARS = 60;

  private final String what;

  public InvalidValueException(String what, Object value, String expected) {
    this(what, " " + shown(value) + ": expected " + expected);
  }

  private InvalidValueException(String what, String refusal) {
    super(what + refusal);
    this.what = what;
  }

  /** The name of the value in the message. */
  public String what() {
    return what;
  }

  /** The message with another name for the value: the one that the user wrote. */
  public String messageAbout(String name) {
    return name + String.valueOf(getMessage()).substring(what.length());
  }

  /**
   * The value as a message shows it: quoted if it is text, on one line, not longer than {@value
   * #MAX_SHOWN_CHARS} characters.
   */
  public static String shown(Object value) {
    if (!(value instanceof String text)) {
      return String.valueOf(value);
    }
    int end = text.length();
    if (text.codePointCount(0, end) <= MAX_SHOWN_CHARS) {
      return "\"" + visible(text) + "\"";
    }
    int cut = text.offsetByCodePoints(0, MAX_SHOWN_CHARS);
    return "\"" + visible(text.substring(0, cut)) + "…\" (" + end + " characters)";
  }

  /**
   * The text on one line, in well-formed Unicode: control characters and lone surrogates are
   * escaped, like {@code \\u000a}.
   */
  public static String visible(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().forEach(c -> appendVisibly(out, c));
    return out.toString();
  }

  private static void appendVisibly(StringBuilder out, int codePoint) {
    boolean surrogate =
        codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    if (surrogate || Character.isISOControl(codePoint)) {
      out.append(String.format(Locale.ROOT, "\\u%04x", codePoint));
    } else {
      out.appendCodePoint(codePoint);
    }
  }
}
