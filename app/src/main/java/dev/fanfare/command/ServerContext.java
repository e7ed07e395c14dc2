package dev.fanfare.command;

import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import dev.fanfare.settings.Strangers;
import dev.fanfare.topic.InvalidValueException;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import io.micronaut.context.env.PropertySource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A server's settings, and Micronaut's context for them, which is not started.
 *
 * @param settings from the options, the environment and Micronaut's other sources, checked
 * @param warnings a line for each name that looks like a setting and is none
 */
record ServerContext(ApplicationContext context, Settings settings, List<String> warnings) {
  /** Over all other sources. */
  private static final int FIRST = 1_000;

  /**
   * Reads the settings.
   *
   * @param options set on the command line
   * @param environment the variables
   * @param name of the instance, if none is set
   * @throws CommandFailedException if one of them cannot be read or contradicts another
   */
  static ServerContext of(
      Map<Setting, String> options, Map<String, String> environment, String name) {
    Strangers strangers = new Strangers(environment);
    Set<String> ignored = new HashSet<>(strangers.ignored());
    Map<String, Object> properties = new HashMap<>();
    options.forEach((setting, value) -> {
      if (value.isBlank()) {
        ignored.addAll(setting.variables());
      } else {
        properties.put(setting.property(), value);
      }
    });
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .environmentVariableExcludes(ignored.toArray(String[]::new))
            .properties(properties)
            .build();
    Environment read = context.getEnvironment().start();
    Settings settings = read(read);
    read.addPropertySource(PropertySource.of("settings", forMicronaut(settings, name), FIRST));
    return new ServerContext(context, settings, strangers.warnings(read));
  }

  private static Settings read(Environment environment) {
    Settings settings;
    try {
      settings = Settings.read(environment);
    } catch (InvalidValueException refused) {
      throw CommandFailedException.ofUsage(String.valueOf(refused.getMessage()));
    }
    if (settings.count(Setting.REDIS_MIN_REPLICAS) > 0 && settings.given(Setting.REDIS).isEmpty()) {
      String written = settings.written(Setting.REDIS_MIN_REPLICAS.property());
      throw CommandFailedException.ofUsage(written + " needs --redis: memory has no replicas");
    }
    return settings;
  }

  /** What Micronaut itself reads, and what decides which objects it creates. */
  private static Map<String, Object> forMicronaut(Settings settings, String name) {
    Map<String, Object> properties = new HashMap<>();
    properties.put("micronaut.server.host", settings.text(Setting.BIND));
    properties.put("micronaut.server.port", settings.count(Setting.PORT));
    properties.put(Setting.INSTANCE.property(), settings.given(Setting.INSTANCE).orElse(name));
    settings.given(Setting.REDIS).ifPresent(uri -> properties.put(Setting.REDIS.property(), uri));
    return properties;
  }
}
