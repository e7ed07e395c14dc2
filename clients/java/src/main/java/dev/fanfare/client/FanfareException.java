package dev.fanfare.client;

import static dev.fanfare.topic.InvalidValueException.shown;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.InvalidValueException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A request has failed, or was refused before it was made. {@link #reason} says what is known of
 * it, the message says why. The client throws and signals no other exception, except {@link
 * NullPointerException} for a null argument.
 */
public final class FanfareException extends RuntimeException {
  /** What is known. */
  public enum Reason {
    /**
     * An event, a name or a setting breaks a rule, or an event found no room: nothing was stored.
     * {@link #code} says more.
     */
    REFUSED,
    /** No server was reached in time: nothing was stored. */
    NOT_SENT,
    /** It was sent, and no answer in time said what became of it: it may or may not be stored. */
    OUTCOME_UNKNOWN,
    /** The server at this URL is no Fanfare, or has another protocol: nothing was stored. */
    NOT_FANFARE,
    /** The client was closed before it was sent, or before a read was answered. */
    CLOSED,
    /** The data of an event is not of the type as which it should be read. */
    UNREADABLE
  }

  private final Reason reason;
  private final @Nullable ErrorCode code;

  FanfareException(Reason reason, String message) {
    // No stack trace: it would show the client's own thread and nothing of the caller.
    super(message, null, false, false);
    this.reason = reason;
    this.code = null;
  }

  private FanfareException(Reason reason, ErrorCode code, String message) {
    super(message, null, false, false);
    this.reason = reason;
    this.code = code;
  }

  /** Thrown at once, so its stack trace shows the caller. */
  private FanfareException(
      Reason reason, @Nullable ErrorCode code, String message, @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.code = code;
  }

  static FanfareException refused(ErrorCode code, String message) {
    return new FanfareException(Reason.REFUSED, code, message);
  }

  static FanfareException refused(ProtocolException refused) {
    return refused(refused.code(), refused.message());
  }

  /** A setting that breaks a rule. */
  static FanfareException invalid(String what, Object value, String expected) {
    return thrown(new InvalidValueException(what, value, expected));
  }

  /** Makes a value, and gives a refusal by its constructor the client's own exception. */
  static <T> T checked(Supplier<T> value) {
    try {
      return value.get();
    } catch (InvalidValueException e) {
      throw thrown(e);
    }
  }

  private static FanfareException thrown(InvalidValueException refused) {
    String message = String.valueOf(refused.getMessage());
    return new FanfareException(Reason.REFUSED, ErrorCode.BAD_MESSAGE, message, null);
  }

  /** An object that has no form as JSON. */
  static FanfareException unwritable(String message, Throwable cause) {
    return new FanfareException(Reason.REFUSED, ErrorCode.BAD_MESSAGE, message, cause);
  }

  /** Data that is not of this type. */
  static FanfareException unreadable(
      Data data, String type, String why, @Nullable Throwable cause) {
    String message = "data " + shown(data.json()) + " cannot be read as " + type + why;
    return new FanfareException(Reason.UNREADABLE, null, message, cause);
  }

  static FanfareException notFanfare(String message) {
    return new FanfareException(Reason.NOT_FANFARE, message);
  }

  static FanfareException closed() {
    return new FanfareException(Reason.CLOSED, "the client was closed: nothing was sent");
  }

  static FanfareException closedBeforeTheAnswer() {
    return new FanfareException(Reason.CLOSED, "the client was closed before it had an answer");
  }

  public Reason reason() {
    return reason;
  }

  /** The code of the protocol, if it was refused. */
  public Optional<ErrorCode> code() {
    return Optional.ofNullable(code);
  }
}
