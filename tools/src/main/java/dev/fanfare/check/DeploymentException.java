package dev.fanfare.check;

/** The servers cannot be checked; the message says what was expected. */
public final class DeploymentException extends RuntimeException {
  DeploymentException(String message) {
    super(message);
  }
}
