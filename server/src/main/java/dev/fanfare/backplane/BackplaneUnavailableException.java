package dev.fanfare.backplane;

/** The store cannot be reached in time. The message says what is known, without addresses. */
public final class BackplaneUnavailableException extends RuntimeException {
  private final String description;

  public BackplaneUnavailableException(String message) {
    super(message);
    this.description = message;
  }

  public BackplaneUnavailableException(String message, Throwable cause) {
    super(message, cause);
    this.description = message;
  }

  /** What is known, for whoever asked. */
  public String description() {
    return description;
  }
}
