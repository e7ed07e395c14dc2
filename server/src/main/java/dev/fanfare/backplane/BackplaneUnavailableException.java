package dev.fanfare.backplane;

/** The store cannot be reached in time. The message describes the failure without addresses. */
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

  /** The message, for the client. */
  public String description() {
    return description;
  }
}
