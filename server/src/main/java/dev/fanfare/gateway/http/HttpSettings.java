package dev.fanfare.gateway.http;

import dev.fanfare.topic.Bounds;

/**
 * How much memory all HTTP connections together may hold.
 *
 * @param answerBytes of large answers that are being sent, each counted once however many
 *     connections take it; past it a call gets 503
 * @param connectionBytes of requests that are not answered yet, and of answers that sockets have
 *     not taken; past it the connection that wants more is closed
 */
public record HttpSettings(long answerBytes, long connectionBytes) {
  /** Each limit is an eighth of the heap that this process may have. */
  public static final HttpSettings DEFAULT = ofHeap(Runtime.getRuntime().maxMemory());

  public HttpSettings {
    Bounds.check("fanfare.answer-bytes", answerBytes, 1, Bounds.MAX_BYTES);
    Bounds.check("fanfare.connection-bytes", connectionBytes, 1, Bounds.MAX_BYTES);
  }

  private static HttpSettings ofHeap(long heapBytes) {
    return new HttpSettings(heapBytes / 8, heapBytes / 8);
  }
}
