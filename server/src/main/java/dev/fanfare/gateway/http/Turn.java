package dev.fanfare.gateway.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;

/**
 * The one call that is under way on a connection: from its first line until all of it has come and
 * its answer has been written. What comes after it waits for its turn, not decoded. On the loop of
 * the connection.
 */
final class Turn {
  private String uri = "";
  private boolean receiving;
  private boolean answering;
  private boolean begun;
  private boolean head;
  private boolean holding;
  private long receivedBytes;

  /** A request comes. HEAD is what GET would be, so it goes on as one; its body is left out. */
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

  /** What comes of a body after the answer is dropped, so it does not count. */
  void receive(int bytes) {
    receivedBytes += answering ? bytes : 0;
  }

  /** All of the request has come. */
  void received() {
    receiving = false;
  }

  /** The answer begins, as opposed to an interim one like 100. */
  void answer() {
    begun = true;
  }

  /** All of the answer has been written. */
  void answered() {
    answering = false;
    receivedBytes = 0;
  }

  /** What has come waits. */
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

  /** Whether something of the answer is written: it is too late for another one. */
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
