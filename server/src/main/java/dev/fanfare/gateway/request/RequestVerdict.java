package dev.fanfare.gateway.request;

import dev.fanfare.protocol.Problem;
import org.jspecify.annotations.Nullable;

/** The decision about a request. */
sealed interface RequestVerdict {
  /** The request may be handled. */
  record Accepted() implements RequestVerdict {}

  /**
   * The request gets this problem as its answer, and its connection ends, because what follows the
   * request cannot be trusted.
   *
   * @param reader the origin of a page that may read the answer; null if none may
   */
  record Refused(Problem problem, @Nullable String reader) implements RequestVerdict {}
}
