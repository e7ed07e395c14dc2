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
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The request {@code GET /v1/ws?topic=T}. */
final class UpgradeRequest {
  static final String PATH = "/v1/ws";
  static final String VERSION = "13";

  private static final String TOPIC = "topic=";
  private static final int KEY_CHARS = 24;
  private static final String KEY_END = "==";

  private static final String ACCEPT_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
  private static final String SWITCHING =
      "HTTP/1.1 101 Switching Protocols\r\n"
          + "upgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: ";

  private UpgradeRequest() {}

  /** Whether the request is a WebSocket upgrade of our path. */
  static boolean isOne(HttpRequest request) {
    String uri = request.uri();
    boolean ours =
        uri.startsWith(PATH) && (uri.length() == PATH.length() || uri.charAt(PATH.length()) == '?');
    return ours
        && request.method().equals(HttpMethod.GET)
        && request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && request
            .headers()
            .containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  /**
   * Checks everything of the handshake (RFC 6455 section 4.2.1) but its version.
   *
   * @throws ProtocolException if something is wrong
   */
  static void check(HttpRequest request) {
    if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "an upgrade in " + request.protocolVersion() + ": expected HTTP/1.1");
    }
    String key = request.headers().get(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (key == null) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "header Sec-WebSocket-Key is missing");
    }
    if (!isKey(key)) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "header Sec-WebSocket-Key "
              + InvalidValueException.shown(key)
              + ": expected 16 bytes in base64");
    }
  }

  /** 16 bytes are 22 characters of base64 and two of padding. */
  private static boolean isKey(String key) {
    if (key.length() != KEY_CHARS || !key.endsWith(KEY_END)) {
      return false;
    }
    for (int i = 0; i < KEY_CHARS - KEY_END.length(); i++) {
      char c = key.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && !(c >= '0' && c <= '9') && c != '+' && c != '/') {
        return false;
      }
    }
    return true;
  }

  /** The answer that grants the upgrade (RFC 6455 section 4.2.2), as it goes over the wire. */
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
   * The topics of the query, to subscribe to at once. Other parameters are skipped, and nothing of
   * them is kept.
   *
   * @throws ProtocolException if a topic is invalid or there are too many
   */
  static List<TopicName> topics(HttpRequest request, int max) {
    String uri = request.uri();
    Set<TopicName> topics = new LinkedHashSet<>();
    int end = uri.indexOf('?');
    end = end < 0 ? uri.length() : end;
    while (end < uri.length()) {
      int begin = end + 1;
      end = uri.indexOf('&', begin);
      end = end < 0 ? uri.length() : end;
      if (isTopic(uri, begin, end)) {
        topics.add(topic(uri, begin + TOPIC.length(), end));
      }
      if (topics.size() > max) {
        throw new ProtocolException(
            ErrorCode.TOO_MANY_TOPICS, topics.size() + " topics or more: expected at most " + max);
      }
    }
    return List.copyOf(topics);
  }

  private static boolean isTopic(String uri, int begin, int end) {
    return end - begin >= TOPIC.length() && uri.startsWith(TOPIC, begin);
  }

  private static TopicName topic(String uri, int begin, int end) {
    try {
      return new TopicName(QueryStringDecoder.decodeComponent(uri.substring(begin, end)));
    } catch (InvalidValueException e) {
      throw new ProtocolException(ErrorCode.BAD_MESSAGE, "query parameter " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw new ProtocolException(
          ErrorCode.BAD_MESSAGE,
          "query " + InvalidValueException.shown(uri) + ": expected percent-encoded UTF-8");
    }
  }
}
