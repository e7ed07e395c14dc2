package dev.fanfare.protocol;

import dev.fanfare.topic.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message from the server; the deltas have a writer of their own, {@link DeltaWriter}. */
public sealed interface ServerFrame extends ServerMessage {
  /** The first message. */
  record Welcome(String session, String instance, Duration heartbeat, @Nullable String user)
      implements ServerFrame {}

  /** Done. */
  record Ok(String id, @Nullable Position position) implements ServerFrame {}

  /** Refused; nothing was changed. Named as on the wire, and never seen without its outer name. */
  @SuppressWarnings("AvoidCommonTypeNames")
  record Error(@Nullable String id, ErrorCode code, String message) implements ServerFrame {
    public static Error of(ProtocolException refused) {
      return new Error(refused.id(), refused.code(), refused.message());
    }
  }

  /** Still there? */
  record Ping() implements ServerFrame {}

  /** The server is about to close. */
  record Goodbye(CloseCode code, @Nullable Duration retryAfter) implements ServerFrame {
    /** With the time that is usual for this code. */
    public Goodbye(CloseCode code) {
      this(code, code.retryAfter());
    }
  }
}
