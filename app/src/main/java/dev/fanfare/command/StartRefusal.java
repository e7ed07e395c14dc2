package dev.fanfare.command;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.topic.InvalidValueException;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Says in one line why an instance does not start: a setting is invalid, or Redis cannot be used.
 * It names the setting as the user wrote it.
 */
final class StartRefusal {
  /** Options, and the environment variables that set the same. */
  private static final Map<String, String> VARIABLES =
      Map.of(
          "--allow-origin", "FANFARE_ALLOWED_ORIGINS",
          "--allow-host", "FANFARE_ALLOWED_HOSTS");

  private final Set<String> environment;

  /**
   * @param environment the names of the variables that are set
   */
  StartRefusal(Set<String> environment) {
    this.environment = environment;
  }

  /** The line; empty if the failure is a bug, which gets a stack trace. */
  Optional<String> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BackplaneUnavailableException unavailable) {
        return Optional.of(described(unavailable));
      }
      if (cause instanceof InvalidValueException refused) {
        return Optional.of(refused.messageAbout(written(refused.what())));
      }
    }
    return Optional.empty();
  }

  private static String described(BackplaneUnavailableException unavailable) {
    Throwable cause = unavailable.getCause();
    return unavailable.description() + (cause == null ? "" : ": " + FailureText.of(cause));
  }

  private String written(String setting) {
    String variable =
        VARIABLES.getOrDefault(
            setting, setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_'));
    return environment.contains(variable) ? variable : setting;
  }
}
