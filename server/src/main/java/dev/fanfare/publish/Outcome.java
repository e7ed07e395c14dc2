package dev.fanfare.publish;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;

/** The result of a publication, however it arrived. */
public sealed interface Outcome {
  /** The events are stored and sent to the followers. */
  record Stored(PublishResult.Stored result) implements Outcome {}

  /**
   * Refused or failed. Nothing is stored, except that after {@code unavailable} and {@code
   * internal} the outcome is unknown.
   *
   * @param message shows the value and what was expected
   */
  record Refused(ErrorCode code, String message) implements Outcome {
    /** The refusal for HTTP, in answer to a request for this path. */
    public Problem problem(String path) {
      return Problem.of(code, message, path);
    }
  }
}
