package dev.fanfare.backplane;

/**
 * The store holds something under a topic's name that this version cannot read. It is left as it
 * is.
 */
public final class UnreadableStoreException extends RuntimeException {
  public UnreadableStoreException(String message, Throwable cause) {
    super(message, cause);
  }
}
