package dev.fanfare.topic;

/** The rule that keys and users share: short, visible, well-formed text. */
final class PlainText {
  static final int MAX_CHARS = 200;

  private PlainText() {}

  static String check(String what, String value) {
    if (value.isBlank()) {
      throw new InvalidValueException(what, value, "1 to 200 characters, not all blank");
    }
    if (value.length() > MAX_CHARS) {
      throw new InvalidValueException(what, value, "at most 200 characters");
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (Character.isISOControl(c)) {
        throw new InvalidValueException(what, value, "no control characters");
      }
      if (Character.isHighSurrogate(c)
          && i + 1 < value.length()
          && Character.isLowSurrogate(value.charAt(i + 1))) {
        i++;
      } else if (Character.isSurrogate(c)) {
        throw new InvalidValueException(what, value, "well-formed Unicode, no lone surrogates");
      }
    }
    return value;
  }
}
