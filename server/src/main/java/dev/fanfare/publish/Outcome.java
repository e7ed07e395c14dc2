package dev.fanfare.publish;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;

/** What a publisher is answered, whichever way its publication came. */
public sealed interface Outcome {
  /** The events are stored and told. */
  record Stored(PublishResult.Stored result) implements Outcome {}

  /**
   * Refused or failed. Nothing is stored; only after {@code unavailable} and {@code internal} this
   * is not known.
   *
   * @param message shows the value and what was expected
   */
  record Refused(ErrorCode code, String message) implements Outcome {
    /** The same as HTTP tells it, in answer to a request for this path. */
    public Problem problem(String path) {
      return Problem.of(code, message, path);
    }
  }
}
