package dev.fanfare.topic;

import java.time.Duration;

/** Checks that a setting is within its bounds; a refusal names the setting as the user knows it. */
public final class Bounds {
  /** The largest bound in bytes, 1 PiB: more than any heap, and far from an overflow. */
  public static final long MAX_BYTES = 1L << 50;

  /** The bounds of a time, unless others are given. */
  private static final Duration SHORTEST = Duration.ofMillis(1);

  private static final Duration LONGEST = Duration.ofDays(365);

  private Bounds() {}

  /**
   * Refuses a number that is too small or too large.
   *
   * @param setting e.g. {@code fanfare.log-events}
   * @throws InvalidValueException if it is out of bounds
   */
  public static void check(String setting, long value, long least, long most) {
    if (value < least || value > most) {
      throw new InvalidValueException(setting, value, least + " to " + most);
    }
  }

  /**
   * Refuses a time that is shorter than 1 ms or longer than a year.
   *
   * @throws InvalidValueException if it is out of bounds
   */
  public static void check(String setting, Duration value) {
    check(setting, value, SHORTEST, LONGEST);
  }

  /**
   * Refuses a time that is too short or too long.
   *
   * @throws InvalidValueException if it is out of bounds
   */
  public static void check(String setting, Duration value, Duration least, Duration most) {
    if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
      throw new InvalidValueException(setting, text(value), text(least) + " to " + text(most));
    }
  }

  /** The time as a user writes it: {@code 500ms}, {@code 25s}, {@code 10m} or {@code 24h}. */
  public static String text(Duration time) {
    if (time.toNanosPart() % 1_000_000 != 0) {
      return time.toString();
    }
    if (time.toNanosPart() != 0) {
      return time.toMillis() + "ms";
    }
    long seconds = time.toSeconds();
    if (Math.abs(seconds) <= 60 || seconds % 60 != 0) {
      return seconds + "s";
    }
    return seconds % 3_600 == 0 ? seconds / 3_600 + "h" : seconds / 60 + "m";
  }
}
