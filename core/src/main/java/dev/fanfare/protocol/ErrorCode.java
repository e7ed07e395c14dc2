package dev.fanfare.protocol;

import java.util.Locale;

/** Why something was refused: the {@code code} of an {@code error} message and of a problem. */
public enum ErrorCode {
  BAD_MESSAGE(false),
  UNKNOWN_TYPE(false),
  TOO_LARGE(false),
  TOO_MANY_TOPICS(false),
  STATE_FULL(false),
  IDEMPOTENCY_MISMATCH(false),
  RATE_LIMITED(true),
  NOT_SUPPORTED(false),
  FORBIDDEN(false),
  NOT_FOUND(false),
  NOT_ALLOWED(false),
  NOT_JSON(false),
  MISDIRECTED(false),
  UNAVAILABLE(true),
  INTERNAL(false);

  private final boolean retryable;

  ErrorCode(boolean retryable) {
    this.retryable = retryable;
  }

  /** Whether the same message may be accepted later. */
  public boolean retryable() {
    return retryable;
  }

  /** The name on the wire. */
  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
