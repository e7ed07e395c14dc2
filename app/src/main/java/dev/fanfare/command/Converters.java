package dev.fanfare.command;

import dev.fanfare.client.FanfareException;
import dev.fanfare.client.FanfareOptions;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Read the values of options. A refusal has the words of the class that knows the rule. */
final class Converters {

  private Converters() {}

  static final class OfTopic implements ITypeConverter<TopicName> {
    @Override
    public TopicName convert(String value) {
      return made(value, TopicName::new);
    }
  }

  static final class OfKey implements ITypeConverter<Key> {
    @Override
    public Key convert(String value) {
      return made(value, Key::new);
    }
  }

  static final class OfUser implements ITypeConverter<User> {
    @Override
    public User convert(String value) {
      return made(value, User::new);
    }
  }

  static final class OfServer implements ITypeConverter<URI> {
    @Override
    public URI convert(String value) {
      try {
        URI url = new URI(value);
        return made(url, it -> FanfareOptions.of(it).servers().getFirst());
      } catch (URISyntaxException e) {
        throw new TypeConversionException("'" + value + "' is no URL: " + e.getReason());
      }
    }
  }

  /**
   * A time as people write it: 500ms, 8s, 2m, 1h. Micronaut's converter accepts these, but also
   * negative times, {@code 5hs} and {@code PT5S}.
   */
  static final class OfDuration implements ITypeConverter<Duration> {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    @Override
    public Duration convert(String value) {
      Matcher duration = DURATION.matcher(value);
      if (!duration.matches()) {
        throw new TypeConversionException(
            "'" + value + "' is no duration, expected one such as 500ms, 8s, 2m or 1h");
      }
      long amount = Long.parseLong(duration.group(1));
      return switch (duration.group(2)) {
        case "ms" -> Duration.ofMillis(amount);
        case "s" -> Duration.ofSeconds(amount);
        case "m" -> Duration.ofMinutes(amount);
        default -> Duration.ofHours(amount);
      };
    }
  }

  private static <V, T> T made(V value, Function<V, T> constructor) {
    try {
      return constructor.apply(value);
    } catch (InvalidValueException | FanfareException e) {
      throw new TypeConversionException(e.getMessage());
    }
  }
}
