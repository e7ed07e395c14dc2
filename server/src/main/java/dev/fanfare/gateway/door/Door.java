package dev.fanfare.gateway.door;

import io.micronaut.core.order.Ordered;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/**
 * Decides which requests turn an HTTP connection into a session with another protocol. {@link
 * Doors} asks the doors in their order.
 */
public interface Door extends Ordered {
  /** The beginning of the targets of its requests. */
  String path();

  /** Whether the request is for this door. */
  boolean isMine(HttpRequest request);

  /**
   * Reads a request for this door. {@link Doors} has already checked its form, host and origin, and
   * that there is room for a session.
   *
   * @throws dev.fanfare.protocol.ProtocolException if the request is wrong; it gets 400
   * @throws WrongVersionException if it is for another version; it gets 426
   */
  Entrance read(HttpRequest request);

  /** Adds this door's headers to an answer that refuses a request. */
  void explain(HttpHeaders refusal);

  /** Turns a connection into a session. */
  interface Entrance {
    /** The handler that replaces all others but TLS. */
    ChannelHandler handler();

    /** Answers the request and begins. The handler is in the pipeline already. */
    void begin(ChannelHandlerContext context);
  }

  /** The request speaks a version of the door's protocol that the server does not speak. */
  final class WrongVersionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public WrongVersionException(String message) {
      super(message, null, false, false);
    }
  }
}
