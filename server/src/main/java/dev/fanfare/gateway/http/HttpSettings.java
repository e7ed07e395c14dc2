package dev.fanfare.gateway.http;

import dev.fanfare.topic.InvalidValueException;

/**
 * How much memory HTTP connections may hold, all of them together.
 *
 * @param answerBytes of large answers that are on their way, each counted once however many
 *     connections take it; past it a call gets 503
 * @param connectionBytes of requests that are not answered yet and of what is written to sockets
 *     that have not taken it; past it the connection that wants more is closed
 */
public record HttpSettings(long answerBytes, long connectionBytes) {
  /** Of the heap, where nothing is set. */
  private static final int DEFAULT_SHARE = 8;

  public HttpSettings {
    check(answerBytes, "answer-bytes");
    check(connectionBytes, "connection-bytes");
  }

  private static void check(long bytes, String setting) {
    if (bytes <= 0) {
      throw new InvalidValueException("fanfare." + setting, bytes, "at least 1");
    }
  }

  /** These, or an eighth of the heap for each that is 0. */
  public static HttpSettings of(long answerBytes, long connectionBytes, long heapBytes) {
    long share = heapBytes / DEFAULT_SHARE;
    return new HttpSettings(
        answerBytes == 0 ? share : answerBytes, connectionBytes == 0 ? share : connectionBytes);
  }
}
