package dev.fanfare.protocol;

import org.jspecify.annotations.Nullable;

/** A message from outside is refused. Nothing was changed by it. */
public final class ProtocolException extends RuntimeException {
  private final ErrorCode code;
  private final @Nullable String id;

  public ProtocolException(ErrorCode code, String message) {
    this(code, message, null);
  }

  private ProtocolException(ErrorCode code, String message, @Nullable String id) {
    // Refusals are ordinary: no stack trace, no suppression.
    super(message, null, false, false);
    this.code = code;
    this.id = id;
  }

  static ProtocolException bad(String message) {
    return new ProtocolException(ErrorCode.BAD_MESSAGE, message);
  }

  /** The same refusal as the answer to the message with this id. */
  public ProtocolException answering(@Nullable String id) {
    return new ProtocolException(code, message(), id);
  }

  /** The same refusal of the event at this place of an array, counted from 0. */
  ProtocolException at(int place) {
    return new ProtocolException(code, "event [" + place + "]: " + message(), id);
  }

  public ErrorCode code() {
    return code;
  }

  public String message() {
    String message = getMessage();
    return message == null ? code.wire() : message;
  }

  /** The {@code id} of the refused message, if it could be read. */
  public @Nullable String id() {
    return id;
  }
}
