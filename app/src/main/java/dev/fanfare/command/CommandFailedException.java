package dev.fanfare.command;

/** A command cannot be done, for a reason that the user can do something about: its message. */
final class CommandFailedException extends RuntimeException {

  CommandFailedException(String message) {
    super(message);
  }
}
