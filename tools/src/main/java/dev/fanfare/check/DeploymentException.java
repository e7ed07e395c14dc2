package dev.fanfare.check;

/** There is nothing to check there; the message says what was expected. */
public final class DeploymentException extends RuntimeException {
  DeploymentException(String message) {
    super(message);
  }
}
