package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.protocol.Subprotocol;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The request {@code GET /v1/ws?topic=T}. */
final class UpgradeRequest {
  static final String PATH = "/v1/ws";
  static final String VERSION = "13";

  private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ";

  private UpgradeRequest() {}

  /** Whether this is a WebSocket upgrade of our path; everything else is for others. */
  static boolean isOne(HttpRequest request) {
    String uri = request.uri();
    boolean ours =
        uri.startsWith(PATH) && (uri.length() == PATH.length() || uri.charAt(PATH.length()) == '?');
    return ours
        && request.method().equals(HttpMethod.GET)
        && request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /**
   * Whether it is a handshake as RFC 6455 has it.
   *
   * @throws ProtocolException if it is not
   */
  static void check(HttpRequest request) {
    String version = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_VERSION);
    if (!VERSION.equals(version)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "header Sec-WebSocket-Version "
              + InvalidValueException.shown(String.valueOf(version))
              + ": expected "
              + VERSION);
    }
    if (!request.headers().contains(HttpHeaderNames.SEC_WEBSOCKET_KEY)) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "header Sec-WebSocket-Key is missing");
    }
  }

  /** The answer that makes it a WebSocket (RFC 6455 section 4.2.2), as it goes over the wire. */
  static String accepted(HttpRequest request) {
    String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    String accept = Base64.getEncoder().encodeToString(sha1(key + ACCEPT_GUID));
    String protocols = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL);
    return SWITCHING
        + accept
        + (asksForOurs(protocols) ? "\r\nsec-websocket-protocol: " + Subprotocol.V1 : "")
        + "\r\n\r\n";
  }

  private static boolean asksForOurs(@Nullable String protocols) {
    return protocols != null
        && Stream.of(protocols.split(",")).map(String::strip).anyMatch(Subprotocol.V1::equals);
  }

  private static byte[] sha1(String text) {
    try {
      return MessageDigest.getInstance("SHA-1").digest(text.getBytes(US_ASCII));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-1", e);
    }
  }

  /**
   * The topics to subscribe at once.
   *
   * @throws ProtocolException if one is no topic or there are too many
   */
  static List<TopicName> topics(HttpRequest request, int max) {
    try {
      Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
      List<TopicName> topics =
          query.getOrDefault("topic", List.of()).stream().map(TopicName::new).distinct().toList();
      if (topics.size() > max) {
        throw new ProtocolException(
            ErrorCode.TOO_MANY_TOPICS, topics.size() + " topics: expected at most " + max);
      }
      return topics;
    } catch (InvalidValueException e) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "query parameter " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "query "
              + InvalidValueException.shown(request.uri())
              + ": expected percent-encoded UTF-8");
    }
  }
}
