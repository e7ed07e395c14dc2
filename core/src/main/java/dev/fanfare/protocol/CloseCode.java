package dev.fanfare.protocol;

import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why the server closes a socket. 4000-4499 mean "come back", 4500-4999 "do not". */
public enum CloseCode {
  /** The instance shuts down. */
  GOING_AWAY(4000, Duration.ZERO),
  /** Nothing was heard of the client for three heartbeats. */
  HEARTBEAT_LOST(4001, Duration.ZERO),
  /** It went on sending too fast after {@code rate_limited} errors. */
  RATE_LIMITED(4002, Duration.ofSeconds(5)),
  /** Its socket was full and took nothing for a whole minute, or as long as was configured. */
  NOT_READING(4003, Duration.ZERO),
  /** The instance has no memory for a topic that was asked for, or for what it did not take. */
  OVERLOADED(4004, Duration.ofSeconds(5)),
  /** A message over the limit of one inbound message. */
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

  /** When the client may come back; null: it should not. */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** As it stands on the wire. */
  public String reason() {
    return name().toLowerCase(Locale.ROOT);
  }
}
