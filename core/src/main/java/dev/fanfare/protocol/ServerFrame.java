package dev.fanfare.protocol;

import dev.fanfare.topic.Position;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A message from the server, except a delta, which {@link DeltaWriter} writes. */
public sealed interface ServerFrame extends ServerMessage {
  /**
   * The first message.
   *
   * @param messagesPerSecond how fast the client may send
   * @param messageBurst how many messages of the client may come at once
   */
  record Welcome(
      String session,
      String instance,
      Duration heartbeat,
      int messagesPerSecond,
      int messageBurst,
      @Nullable String user)
      implements ServerFrame {}

  /** The request is done. */
  record Ok(String id, @Nullable Position position) implements ServerFrame {}

  /**
   * The request is refused or has failed. Named as on the wire; always used with its outer name.
   */
  @SuppressWarnings("AvoidCommonTypeNames")
  record Error(@Nullable String id, ErrorCode code, String message) implements ServerFrame {
    public static Error of(ProtocolException refused) {
      return new Error(refused.id(), refused.code(), refused.message());
    }
  }

  /** Asks for a pong. */
  record Ping() implements ServerFrame {}

  /** The server is about to close. */
  record Goodbye(CloseCode code, @Nullable Duration retryAfter) implements ServerFrame {
    /** A goodbye with the usual time for this code. */
    public Goodbye(CloseCode code) {
      this(code, code.retryAfter());
    }
  }
}
