package dev.fanfare.settings;

import dev.fanfare.topic.InvalidValueException;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertyEntry;
import io.micronaut.context.env.PropertySource;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What every {@link Setting} is set to, and where. It reads all of them, so that a value that
 * cannot be read is refused and never replaced by the default.
 */
public final class Settings {
  /**
   * Where a value comes from.
   *
   * @param name the setting as the user wrote it, e.g. {@code FANFARE_LOG_EVENTS}
   * @param place in words, e.g. {@code environment}
   */
  private record Source(String name, String place) {}

  /** The location that Micronaut gives to a system property. */
  private static final String SYSTEM_PROPERTIES = "System.properties";

  private final Map<Setting, Object> values = new EnumMap<>(Setting.class);
  private final Map<Setting, Source> sources = new EnumMap<>(Setting.class);

  private Settings() {}

  /**
   * Reads all settings. A blank value counts as not set.
   *
   * @throws InvalidValueException if one of them cannot be read or is out of bounds; it names the
   *     setting as the user wrote it
   */
  public static Settings read(Environment environment) {
    Settings settings = new Settings();
    for (Setting setting : Setting.values()) {
      entry(environment, setting).ifPresent(entry -> settings.set(setting, entry, environment));
    }
    return settings;
  }

  private static Optional<PropertyEntry> entry(Environment environment, Setting setting) {
    return setting.properties().stream()
        .map(environment::getPropertyEntry)
        .flatMap(Optional::stream)
        .filter(entry -> !text(environment, entry).isBlank())
        .findFirst();
  }

  /** The value as text. Placeholders are resolved, and the elements of a list are joined. */
  private static String text(Environment environment, PropertyEntry entry) {
    return environment.getProperty(entry.property(), String.class).orElse("");
  }

  private void set(Setting setting, PropertyEntry entry, Environment environment) {
    Source source = source(setting, entry);
    String text = text(environment, entry).strip();
    Object value = setting.form().read(text);
    if (value == null) {
      throw new InvalidValueException(source.name(), text, setting.expected());
    }
    values.put(setting, value);
    sources.put(setting, source);
  }

  private static Source source(Setting setting, PropertyEntry entry) {
    String location = entry.origin().location();
    if (setting.isVariable(entry.raw())) {
      return new Source(entry.raw(), "environment");
    }
    if (location.equals(PropertySource.CONTEXT)) {
      return new Source(setting.option().orElse(entry.raw()), "option");
    }
    return new Source(
        entry.raw(), location.equals(SYSTEM_PROPERTIES) ? "system property" : location);
  }

  public Duration time(Setting setting) {
    return (Duration) value(setting);
  }

  public int count(Setting setting) {
    return Math.toIntExact((Long) value(setting));
  }

  public long size(Setting setting) {
    return (Long) value(setting);
  }

  public String text(Setting setting) {
    return (String) value(setting);
  }

  /** The value; empty if it is not set, also where there is a default. */
  public Optional<String> given(Setting setting) {
    return Optional.ofNullable(values.get(setting)).map(setting.form()::text);
  }

  /** The words between commas; none if it is not set. */
  public List<String> list(Setting setting) {
    return given(setting).stream()
        .flatMap(words -> Stream.of(words.split(",")))
        .map(String::strip)
        .filter(word -> !word.isEmpty())
        .toList();
  }

  /** The value as a user would write it; the default in words if it depends on something else. */
  public String shown(Setting setting) {
    Object value = valueOrDefault(setting);
    return value == null ? setting.defaultText() : setting.form().text(value);
  }

  /** Where the value comes from, in words: {@code default}, {@code environment}, a file's name. */
  public String place(Setting setting) {
    Source source = sources.get(setting);
    return source == null ? "default" : source.place();
  }

  /**
   * The setting as the user wrote it.
   *
   * @param property the name by which the server's classes know it, e.g. {@code fanfare.idle}
   */
  public String written(String property) {
    return sources.entrySet().stream()
        .filter(it -> it.getKey().property().equals(property))
        .map(it -> it.getValue().name())
        .findFirst()
        .orElse(property);
  }

  private Object value(Setting setting) {
    return Objects.requireNonNull(valueOrDefault(setting), "has a default");
  }

  private @Nullable Object valueOrDefault(Setting setting) {
    Object value = values.get(setting);
    return value == null ? setting.form().read(setting.defaultText()) : value;
  }
}
