package dev.fanfare.client;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A request has failed. {@link #reason} says what is known of it, the message says why. */
public final class FanfareException extends RuntimeException {
  /** What is known. */
  public enum Reason {
    /** It breaks a rule or found no room: nothing was stored. {@link #code} says more. */
    REFUSED,
    /** No server was reached in time: nothing was stored. */
    NOT_SENT,
    /** It was sent, and no answer in time said what became of it: it may or may not be stored. */
    OUTCOME_UNKNOWN,
    /** The server at this URL is no Fanfare, or has another protocol: nothing was stored. */
    NOT_FANFARE,
    /** The client was closed before it was sent: nothing was stored. */
    CLOSED
  }

  private final Reason reason;
  private final @Nullable ErrorCode code;

  FanfareException(Reason reason, String message) {
    this(reason, message, null);
  }

  private FanfareException(Reason reason, String message, @Nullable ErrorCode code) {
    // No stack trace: it would show the client's own thread and nothing of the caller.
    super(message, null, false, false);
    this.reason = reason;
    this.code = code;
  }

  static FanfareException refused(ErrorCode code, String message) {
    return new FanfareException(Reason.REFUSED, message, code);
  }

  static FanfareException refused(ProtocolException refused) {
    return refused(refused.code(), refused.message());
  }

  static FanfareException refused(InvalidValueException refused) {
    return refused(ErrorCode.BAD_MESSAGE, String.valueOf(refused.getMessage()));
  }

  static FanfareException notFanfare(String message) {
    return new FanfareException(Reason.NOT_FANFARE, message);
  }

  static FanfareException closed() {
    return new FanfareException(Reason.CLOSED, "the client was closed: nothing was sent");
  }

  public Reason reason() {
    return reason;
  }

  /** The code of the protocol, if it was refused. */
  public Optional<ErrorCode> code() {
    return Optional.ofNullable(code);
  }
}
