package dev.fanfare.backplane;

/** The store cannot be reached in time. The message says what is known, without addresses. */
public final class BackplaneUnavailableException extends RuntimeException {
  public BackplaneUnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}
