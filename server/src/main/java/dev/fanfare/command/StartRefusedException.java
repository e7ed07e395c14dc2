package dev.fanfare.command;

/** The server cannot start, for a reason that the user can do something about: its message. */
final class StartRefusedException extends Exception {

  StartRefusedException(String message) {
    super(message);
  }
}
