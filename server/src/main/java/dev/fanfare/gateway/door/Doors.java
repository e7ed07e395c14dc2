package dev.fanfare.gateway.door;

import static io.netty.handler.codec.http.HttpResponseStatus.BAD_REQUEST;
import static io.netty.handler.codec.http.HttpResponseStatus.SERVICE_UNAVAILABLE;
import static io.netty.handler.codec.http.HttpResponseStatus.UPGRADE_REQUIRED;
import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.gateway.request.RequestRules;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.Problem;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.session.Sessions;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import jakarta.inject.Singleton;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Decides which connections become sessions, and which {@link Door} takes them. It makes the checks
 * that all doors have in common: the {@link RequestRules} with the origin, and the limit of
 * sessions.
 */
@Singleton
final class Doors {
  private static final String METHOD = "GET ";

  private final List<Door> doors;

  /** For each door the first bytes of its requests. */
  private final List<ByteBuf> beginnings;

  private final RequestRules rules;
  private final Sessions sessions;
  private final Metrics metrics;

  Doors(List<Door> doors, RequestRules rules, Sessions sessions, Metrics metrics) {
    this.doors = List.copyOf(doors);
    this.beginnings = doors.stream().map(Doors::beginning).toList();
    this.rules = rules;
    this.sessions = sessions;
    this.metrics = metrics;
  }

  private static ByteBuf beginning(Door door) {
    byte[] bytes = (METHOD + door.path()).getBytes(US_ASCII);
    return Unpooled.unreleasableBuffer(Unpooled.wrappedBuffer(bytes).asReadOnly());
  }

  /** The decision about a request for a door. */
  sealed interface Admission {
    record Granted(Door.Entrance entrance) implements Admission {}

    /** The request gets this answer, and its connection ends. */
    record Refused(Door door, HttpResponseStatus status, Problem problem) implements Admission {
      void explain(HttpHeaders headers) {
        if (status.equals(SERVICE_UNAVAILABLE)) {
          headers.set(HttpHeaderNames.RETRY_AFTER, Problem.RETRY_AFTER_SECONDS);
        }
        door.explain(headers);
      }
    }
  }

  /** The door that the request is for; null if it is an ordinary call. */
  @Nullable Door of(HttpRequest request) {
    for (Door door : doors) {
      if (door.isMine(request)) {
        return door;
      }
    }
    return null;
  }

  /** The entrance, if the first bytes of a connection are a request that a door grants. */
  @Nullable Entered enter(ByteBuf bytes) {
    RequestHead head = beginsLikeOne(bytes) ? RequestHead.peek(bytes) : null;
    if (head == null) {
      return null;
    }
    Door door = of(head.request());
    return door != null
            && rules.accept(head.request())
            && admit(door, head.request()) instanceof Admission.Granted(var entrance)
        ? new Entered(entrance, head.bytes())
        : null;
  }

  /**
   * A request that a door grants.
   *
   * @param bytes the length of the request
   */
  record Entered(Door.Entrance entrance, int bytes) {}

  private boolean beginsLikeOne(ByteBuf bytes) {
    for (ByteBuf beginning : beginnings) {
      int length = beginning.readableBytes();
      if (bytes.readableBytes() >= length
          && ByteBufUtil.equals(bytes, bytes.readerIndex(), beginning, 0, length)) {
        return true;
      }
    }
    return false;
  }

  /** Decides about a request for the door. The rules have accepted it already. */
  Admission admit(Door door, HttpRequest request) {
    if (sessions.isFull()) {
      String message = "this instance serves at most " + sessions.most() + " sockets";
      return refused(door, SERVICE_UNAVAILABLE, ErrorCode.UNAVAILABLE, message);
    }
    if (hasBody(request)) {
      String message = "a body: expected a request without one";
      return refused(door, BAD_REQUEST, ErrorCode.BAD_MESSAGE, message);
    }
    try {
      return new Admission.Granted(door.read(request));
    } catch (Door.WrongVersionException e) {
      return refused(door, UPGRADE_REQUIRED, ErrorCode.NOT_ALLOWED, String.valueOf(e.getMessage()));
    } catch (ProtocolException e) {
      return refused(door, BAD_REQUEST, e.code(), e.message());
    }
  }

  /** Whether the request announces a body. No door accepts one. */
  static boolean hasBody(HttpRequest request) {
    return request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)
        || HttpUtil.getContentLength(request, 0L) > 0;
  }

  private static Admission refused(
      Door door, HttpResponseStatus status, ErrorCode code, String message) {
    return new Admission.Refused(
        door, status, new Problem(status.code(), code, message, door.path()));
  }

  void onRefused() {
    metrics.increment(Metric.UPGRADES_REFUSED);
  }
}
