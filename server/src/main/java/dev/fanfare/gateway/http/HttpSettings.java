package dev.fanfare.gateway.http;

import dev.fanfare.topic.Bounds;

/**
 * How much memory HTTP connections may hold, all of them together.
 *
 * @param answerBytes of large answers that are on their way, each counted once however many
 *     connections take it; past it a call gets 503
 * @param connectionBytes of requests that are not answered yet and of what is written to sockets
 *     that have not taken it; past it the connection that wants more is closed
 */
public record HttpSettings(long answerBytes, long connectionBytes) {
  /** An eighth of the heap that this process may have, for each. */
  public static final HttpSettings DEFAULT = ofHeap(Runtime.getRuntime().maxMemory());

  public HttpSettings {
    Bounds.check("fanfare.answer-bytes", answerBytes, 1, Bounds.MAX_BYTES);
    Bounds.check("fanfare.connection-bytes", connectionBytes, 1, Bounds.MAX_BYTES);
  }

  private static HttpSettings ofHeap(long heapBytes) {
    return new HttpSettings(heapBytes / 8, heapBytes / 8);
  }
}
