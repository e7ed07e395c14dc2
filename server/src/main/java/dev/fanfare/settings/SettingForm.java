package dev.fanfare.settings;

import dev.fanfare.topic.Bounds;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** How the value of a setting is written, and its bounds. */
sealed interface SettingForm {
  /** The value; null if the text is written in another way or is out of bounds. */
  @Nullable Object read(String text);

  /** The form and the bounds, for a message. */
  String expected();

  /** The value as a user would write it. */
  default String text(Object value) {
    return String.valueOf(value);
  }

  /** A {@link Duration}, as {@code 25s}. ISO 8601 is accepted as well: {@code PT25S}. */
  record Time(Duration least, Duration most) implements SettingForm {
    private static final Pattern WITH_UNIT =
        Pattern.compile("(?<amount>\\d{1,9}) ?(?<unit>ns|us|ms|s|m|h|d)");

    @Override
    public @Nullable Object read(String text) {
      Duration time = parsed(text.toLowerCase(Locale.ROOT));
      return time == null || time.compareTo(least) < 0 || time.compareTo(most) > 0 ? null : time;
    }

    private static @Nullable Duration parsed(String text) {
      Matcher time = WITH_UNIT.matcher(text);
      if (!time.matches()) {
        return text.startsWith("p") ? standard(text) : null;
      }
      long amount = Long.parseLong(time.group("amount"));
      return switch (time.group("unit")) {
        case "ns" -> Duration.ofNanos(amount);
        case "us" -> Duration.ofNanos(amount * 1_000);
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        case "h" -> Duration.ofHours(amount);
        default -> Duration.ofDays(amount);
      };
    }

    private static @Nullable Duration standard(String text) {
      try {
        return Duration.parse(text);
      } catch (DateTimeException _) {
        return null;
      }
    }

    @Override
    public String expected() {
      return "a time with its unit, such as 500ms, 25s, 10m or 24h, from "
          + Bounds.text(least)
          + " to "
          + Bounds.text(most);
    }

    @Override
    public String text(Object value) {
      return Bounds.text((Duration) value);
    }
  }

  /**
   * Bytes, as a {@link Long}: {@code 65536}, {@code 64KiB}, {@code 1MB}; or a share of the heap.
   */
  record Size(long least, long most) implements SettingForm {
    private static final Pattern WITH_UNIT =
        Pattern.compile("(?<amount>\\d{1,16}) ?(?<unit>[kmgt]i?)?b?");
    private static final Pattern OF_HEAP = Pattern.compile("1/(?<share>[1-9]\\d{0,2}) of the heap");
    private static final String UNITS = "kmgt";
    private static final long BINARY = 1_024;
    private static final long DECIMAL = 1_000;

    @Override
    public @Nullable Object read(String text) {
      String written = text.toLowerCase(Locale.ROOT);
      Matcher heap = OF_HEAP.matcher(written);
      Long bytes =
          heap.matches()
              ? Long.valueOf(Runtime.getRuntime().maxMemory() / Long.parseLong(heap.group("share")))
              : parsed(written);
      return bytes == null || bytes < least || bytes > most ? null : bytes;
    }

    private static @Nullable Long parsed(String text) {
      Matcher size = WITH_UNIT.matcher(text);
      // "1M" could be either: a unit of one letter is refused.
      if (!size.matches() || (size.group("unit") != null && !text.endsWith("b"))) {
        return null;
      }
      String unit = size.group("unit");
      long bytes = Long.parseLong(size.group("amount"));
      if (unit != null) {
        long factor = unit.length() == 1 ? DECIMAL : BINARY;
        for (int i = 0; i <= UNITS.indexOf(unit.charAt(0)); i++) {
          bytes = Math.min(bytes, Bounds.MAX_BYTES + 1) * factor; // far from an overflow
        }
      }
      return bytes;
    }

    @Override
    public String expected() {
      return "a number of bytes, such as 65536, 64KiB or 1MB, from "
          + text(least)
          + " to "
          + text(most);
    }

    @Override
    public String text(Object value) {
      long bytes = (Long) value;
      String unit = "";
      for (int i = 0; i < UNITS.length() && bytes > 0 && bytes % BINARY == 0; i++) {
        bytes /= BINARY;
        unit = Character.toUpperCase(UNITS.charAt(i)) + "iB";
      }
      return bytes + unit;
    }
  }

  /** A number, as a {@link Long}. */
  record Count(long least, long most) implements SettingForm {
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");

    @Override
    public @Nullable Object read(String text) {
      if (!NUMBER.matcher(text).matches()) {
        return null;
      }
      long number = Long.parseLong(text);
      return number < least || number > most ? null : number;
    }

    @Override
    public String expected() {
      return "a whole number from " + least + " to " + most;
    }
  }

  /** One word, or words between commas. The class that uses them knows what they must be. */
  record Words(Pattern allowed, String expected) implements SettingForm {
    @Override
    public @Nullable Object read(String text) {
      return allowed.matcher(text).matches() ? text : null;
    }
  }
}
