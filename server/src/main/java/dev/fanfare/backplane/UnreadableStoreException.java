package dev.fanfare.backplane;

import org.jspecify.annotations.Nullable;

/**
 * The store holds something under a topic's name that this version cannot read. The store leaves it
 * unchanged. The message describes it without addresses.
 */
public final class UnreadableStoreException extends RuntimeException {
  private final String description;

  public UnreadableStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.description = message;
  }

  /** The message, for the client. */
  public String description() {
    return description;
  }
}
