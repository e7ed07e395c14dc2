package dev.fanfare.backplane;

import org.jspecify.annotations.Nullable;

/**
 * The store holds something under a topic's name that this version cannot read. It is left as it
 * is. The message says what, without addresses.
 */
public final class UnreadableStoreException extends RuntimeException {
  private final String description;

  public UnreadableStoreException(String message, @Nullable Throwable cause) {
    super(message, cause);
    this.description = message;
  }

  /** What is known, for whoever asked. */
  public String description() {
    return description;
  }
}
