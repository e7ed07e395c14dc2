package dev.fanfare.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/**
 * The one call in progress on a connection: from its first line until it is received and its answer
 * is written. Later bytes wait undecoded. On the connection's loop.
 */
final class Turn {
  private String uri = "";
  private boolean receiving;
  private boolean answering;
  private boolean begun;
  private boolean head;
  private boolean holding;
  private long receivedBytes;

  /**
   * A request begins. {@code HEAD} is passed on as {@code GET}, and the body of its answer is left
   * out.
   */
  void begin(HttpRequest request) {
    uri = request.uri();
    receiving = true;
    answering = true;
    begun = false;
    receivedBytes = 0;
    head = request.method().equals(HttpMethod.HEAD);
    if (head) {
      request.setMethod(HttpMethod.GET);
      request.headers().remove(HttpHeaderNames.UPGRADE);
    }
  }

  /**
   * Counts bytes of the body. Those that come after the answer are dropped, so they do not count.
   */
  void receive(int bytes) {
    receivedBytes += answering ? bytes : 0;
  }

  /** The request is complete. */
  void received() {
    receiving = false;
  }

  /** The final answer begins, as opposed to an interim one like 100. */
  void answer() {
    begun = true;
  }

  /** The answer is completely written. */
  void answered() {
    answering = false;
    receivedBytes = 0;
  }

  /** The next request waits, undecoded. */
  void hold() {
    holding = true;
  }

  void release() {
    holding = false;
  }

  String uri() {
    return uri;
  }

  boolean isReceiving() {
    return receiving;
  }

  boolean isAnswering() {
    return answering;
  }

  /** Whether a part of the answer is written: then it is too late for another one. */
  boolean isAnswerBegun() {
    return begun;
  }

  boolean isHead() {
    return head;
  }

  boolean isHolding() {
    return holding;
  }

  /** The bytes of the request's body so far. */
  long receivedBytes() {
    return receivedBytes;
  }
}
