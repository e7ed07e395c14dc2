package dev.fanfare.command;

import picocli.CommandLine.ExitCode;

/** A command fails for a reason that the user can change; the message says which. */
final class CommandFailedException extends RuntimeException {
  private final int exitCode;

  CommandFailedException(String message) {
    this(message, ExitCode.SOFTWARE);
  }

  private CommandFailedException(String message, int exitCode) {
    super(message);
    this.exitCode = exitCode;
  }

  /** The command line or a setting is wrong. */
  static CommandFailedException ofUsage(String message) {
    return new CommandFailedException(message, ExitCode.USAGE);
  }

  int exitCode() {
    return exitCode;
  }
}
