package dev.fanfare.command;

/** A command fails for a reason that the user can change; the message says which. */
final class CommandFailedException extends RuntimeException {

  CommandFailedException(String message) {
    super(message);
  }
}
