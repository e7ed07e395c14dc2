package dev.fanfare.gateway.websocket;

import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.protocol.ProtocolException;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.util.List;
import java.util.Map;

/** The request {@code GET /v1/ws?topic=T}. */
final class UpgradeRequest {
  static final String PATH = "/v1/ws";
  static final String VERSION = "13";

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
