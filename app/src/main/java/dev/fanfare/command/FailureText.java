package dev.fanfare.command;

import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.regex.Pattern;

/** Says in words for a user why something on the network failed. */
final class FailureText {

  /**
   * Netty's native transport begins its messages with the system call: {@code bind(..) failed with
   * error(-98)}.
   */
  private static final Pattern SYSTEM_CALL =
      Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

  private FailureText() {}

  /** Uses the innermost cause, which says what happened; the outer ones only say where. */
  static String of(Throwable failure) {
    if (failure instanceof UnknownHostException || failure instanceof UnresolvedAddressException) {
      return "there is no such host";
    }
    Throwable cause = failure.getCause();
    if (cause != null) {
      return of(cause);
    }
    String message = failure.getMessage();
    return message == null
        ? failure.getClass().getSimpleName()
        : SYSTEM_CALL.matcher(message).replaceFirst("");
  }
}
