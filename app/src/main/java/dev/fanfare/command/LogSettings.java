package dev.fanfare.command;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.util.ContextInitializer;
import ch.qos.logback.core.joran.spi.JoranException;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.session.InstanceName;
import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import java.security.SecureRandom;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.slf4j.LoggerFactory;

/**
 * How {@code serve} logs. {@code logback.xml} reads the system properties that {@link #apply} sets,
 * so that has to be called before the first line is logged.
 *
 * @param level the least important lines to log, in lower case
 * @param form {@code text}, or {@code json}: what {@link JsonLines} writes
 * @param instance the name of this instance
 */
record LogSettings(String level, String form, String instance) {
  private static final String INSTANCE = "log.instance";
  private static final String ERROR = "error";

  /**
   * What the options, the system properties and the environment say. The settings can only be read
   * with classes that log, and a file may set others: see {@link #correct}.
   */
  static LogSettings early(Map<Setting, String> options, Map<String, String> environment) {
    String instance = early(Setting.INSTANCE, options, environment);
    return new LogSettings(
        early(Setting.LOG_LEVEL, options, environment),
        early(Setting.LOG_FORMAT, options, environment),
        instance.equals(Setting.INSTANCE.defaultText())
            ? InstanceName.generated(new OperationIds(new SecureRandom()))
            : instance);
  }

  private static String early(
      Setting setting, Map<Setting, String> options, Map<String, String> environment) {
    String given = options.get(setting);
    String set =
        given == null
            ? System.getProperty(setting.property(), environment.get(setting.variable()))
            : given;
    return set == null || set.isBlank() ? setting.defaultText() : set;
  }

  /** The level in the log's own words. */
  static String level(Settings settings) {
    return settings.text(Setting.LOG_LEVEL).toLowerCase(Locale.ROOT);
  }

  /** Logs like this, if nothing was logged yet. */
  void apply() {
    System.setProperty(INSTANCE, instance);
    System.setProperty("log.level", level.toUpperCase(Locale.ROOT));
    System.setProperty("log.level.of.libraries", level.equalsIgnoreCase(ERROR) ? "ERROR" : "WARN");
    System.setProperty("log.format", form.toLowerCase(Locale.ROOT));
  }

  /** Logs from now on as the settings say, if a file says something else than was known early. */
  void correct(Settings settings) {
    LogSettings set =
        new LogSettings(
            settings.text(Setting.LOG_LEVEL),
            settings.text(Setting.LOG_FORMAT),
            settings.given(Setting.INSTANCE).orElse(instance));
    if (set.equals(this)) {
      return;
    }
    set.apply();
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    try {
      new ContextInitializer(context).autoConfig();
    } catch (JoranException e) {
      throw new IllegalStateException("the program has no logback.xml", e);
    }
  }

  /** The name of this instance in the log. */
  static String shownInstance() {
    return Objects.requireNonNullElse(System.getProperty(INSTANCE), "fanfare");
  }
}
