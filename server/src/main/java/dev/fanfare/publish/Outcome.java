package dev.fanfare.publish;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;

/** The result of a publication, however it arrived. */
public sealed interface Outcome {
  /**
   * The events are stored and sent to the followers.
   *
   * @param isReplay whether an earlier publication with the same idempotency key has stored them
   */
  record Stored(PublishResult.Stored result, boolean isReplay) implements Outcome {
    /** The header of an answer over HTTP that says {@code true} if it is a replay. */
    public static final String REPLAYED_HEADER = "Idempotency-Replayed";
  }

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
