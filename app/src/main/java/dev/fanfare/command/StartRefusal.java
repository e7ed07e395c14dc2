package dev.fanfare.command;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.settings.Settings;
import dev.fanfare.topic.InvalidValueException;
import java.util.Optional;

/**
 * Says in one line why an instance does not start: a setting is invalid, or Redis cannot be used.
 * It names the setting as the user wrote it.
 */
final class StartRefusal {
  private final Settings settings;

  StartRefusal(Settings settings) {
    this.settings = settings;
  }

  /** The refusal; empty if the failure is a bug, which gets a stack trace. */
  Optional<CommandFailedException> of(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BackplaneUnavailableException unavailable) {
        return Optional.of(new CommandFailedException(described(unavailable)));
      }
      if (cause instanceof InvalidValueException refused) {
        return Optional.of(
            CommandFailedException.ofUsage(refused.messageAbout(settings.written(refused.what()))));
      }
    }
    return Optional.empty();
  }

  private static String described(BackplaneUnavailableException unavailable) {
    Throwable cause = unavailable.getCause();
    return unavailable.description() + (cause == null ? "" : ": " + FailureText.of(cause));
  }
}
