package dev.fanfare;

import dev.fanfare.topic.InvalidValueException;
import io.micronaut.context.env.Environment;
import io.micronaut.core.naming.NameUtils;
import java.lang.reflect.RecordComponent;
import java.time.Duration;

/**
 * Refuses settings that cannot be read. Micronaut treats a value that it cannot convert like one
 * that is not set: without this check {@code FANFARE_HEARTBEAT=soon} would be the default.
 */
final class SettingCheck {
  private SettingCheck() {}

  /**
   * Reads all settings of a configuration as its types.
   *
   * @param prefix e.g. {@code fanfare.}
   * @throws InvalidValueException if a setting cannot be read
   */
  static void check(Environment environment, String prefix, Class<? extends Record> configuration) {
    for (RecordComponent component : configuration.getRecordComponents()) {
      String setting = prefix + NameUtils.hyphenate(component.getName());
      Class<?> type = component.getType();
      String text = environment.getProperty(setting, String.class).orElse("");
      if (!text.isBlank() && environment.getProperty(setting, type).isEmpty()) {
        throw new InvalidValueException(setting, text, expected(type));
      }
    }
  }

  private static String expected(Class<?> type) {
    if (type == Duration.class) {
      return "a time such as 500ms, 25s, 10m or 24h";
    }
    return "a whole number below 2^" + (type == Long.class ? Long.SIZE - 1 : Integer.SIZE - 1);
  }
}
