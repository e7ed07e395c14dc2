package dev.fanfare.protocol;

import org.jspecify.annotations.Nullable;

/** Reads the error of an HTTP answer. */
public final class ProblemReader {
  private ProblemReader() {}

  /** The problem, or null if this is not one of Fanfare's. */
  public static @Nullable Problem read(int status, String json) {
    try {
      JsonObject problem = JsonObject.parse(json);
      if (!problem.string("type").startsWith(Problem.TYPE_PREFIX)) {
        return null;
      }
      ErrorCode code = ServerFrameReader.code(problem.string("code"), status == 503);
      return new Problem(status, code, problem.string("detail"), problem.string("instance"));
    } catch (ProtocolException e) {
      return null;
    }
  }
}
