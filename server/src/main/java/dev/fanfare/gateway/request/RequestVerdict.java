package dev.fanfare.gateway.request;

import dev.fanfare.protocol.Problem;
import org.jspecify.annotations.Nullable;

/** What becomes of a request. */
sealed interface RequestVerdict {
  /** It may be worked on. */
  record Accepted() implements RequestVerdict {}

  /**
   * It is answered with this problem, and its connection ends: what follows it cannot be trusted.
   *
   * @param reader the origin of a page that may read the answer; null if none may
   */
  record Refused(Problem problem, @Nullable String reader) implements RequestVerdict {}
}
