package dev.fanfare.gateway.request;

import dev.fanfare.protocol.Problem;

/** What becomes of a request. */
sealed interface RequestVerdict {
  /** It may be worked on. */
  record Accepted() implements RequestVerdict {}

  /**
   * It is answered with this problem, and its connection ends: what follows it cannot be trusted.
   */
  record Refused(Problem problem) implements RequestVerdict {}
}
