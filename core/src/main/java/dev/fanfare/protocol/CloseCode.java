package dev.fanfare.protocol;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why the server closes a socket. After 4000-4499 a client reconnects, after 4500-4999 it does not.
 */
public enum CloseCode {
  /** The instance shuts down. */
  GOING_AWAY(4000, Duration.ZERO),
  /** The client sent nothing after three pings in a row, and the fourth was due. */
  HEARTBEAT_LOST(4001, Duration.ZERO),
  /** The client went on sending too fast after {@code rate_limited} errors. */
  RATE_LIMITED(4002, Duration.ofSeconds(5)),
  /** The client's socket was full and took nothing for a minute, or the configured time. */
  NOT_READING(4003, Duration.ZERO),
  /** The instance has no memory for a topic, or for the bytes that the client did not take. */
  OVERLOADED(4004, Duration.ofSeconds(5)),
  /** An inbound message was over its limit. */
  MESSAGE_TOO_LARGE(4500, null);

  private final int code;
  private final @Nullable Duration retryAfter;

  CloseCode(int code, @Nullable Duration retryAfter) {
    this.code = code;
    this.retryAfter = retryAfter;
  }

  public int code() {
    return code;
  }

  /** The least time until the client reconnects; null: it does not. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** The name on the wire. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
