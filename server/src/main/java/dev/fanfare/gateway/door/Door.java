package dev.fanfare.gateway.door;

import io.micronaut.core.order.Ordered;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/**
 * A way in for connections that stay, with a protocol of its own. The {@link Doors} ask them in
 * their order.
 */
public interface Door extends Ordered {
  /** With which path its requests begin. */
  String path();

  /** Whether the request is for this door. */
  boolean isMine(HttpRequest request);

  /**
   * Reads a request for this door. The {@link Doors} have let it pass: its form, host and origin
   * are right, and there is room.
   *
   * @throws dev.fanfare.protocol.ProtocolException if it is wrong: then it gets 400
   * @throws WrongVersionException if it speaks another version: then it gets 426
   */
  Entrance read(HttpRequest request);

  /** Adds the headers of an answer that refuses a request at this door. */
  void explain(HttpHeaders refusal);

  /** What a connection becomes. */
  interface Entrance {
    /** The handler that takes the place of all others but TLS. */
    ChannelHandler handler();

    /** The handler is in its place: answers the request and begins. */
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
