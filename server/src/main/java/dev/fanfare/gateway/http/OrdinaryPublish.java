package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URLDecoder;
import org.jspecify.annotations.Nullable;

/**
 * A call to publish as backends make it: its head has nothing that concerns anything but the
 * publication ({@link OrdinaryHead}).
 *
 * @param path as it was sent
 * @param topic without escapes
 */
record OrdinaryPublish(String path, String topic, @Nullable String idempotencyKey) {
  private static final String BEFORE_TOPIC = "/v1/topics/";
  private static final String AFTER_TOPIC = "/events";

  /** Null if the request is anything else. */
  static @Nullable OrdinaryPublish of(HttpRequest request) {
    if (!request.method().equals(HttpMethod.POST)
        || !request.decoderResult().isSuccess()
        || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return null;
    }
    String topic = topic(request.uri());
    OrdinaryHead head = topic == null ? null : OrdinaryHead.of(request.headers());
    return topic == null || head == null
        ? null
        : new OrdinaryPublish(request.uri(), topic, head.idempotencyKey());
  }

  /** The topic in the path, without escapes; null if the path may be that of another call. */
  private static @Nullable String topic(String uri) {
    if (!uri.startsWith(BEFORE_TOPIC) || !uri.endsWith(AFTER_TOPIC)) {
      return null;
    }
    int end = uri.length() - AFTER_TOPIC.length();
    boolean escaped = false;
    for (int i = BEFORE_TOPIC.length(); i < end; i++) {
      char c = uri.charAt(i);
      if (c == '/' || c == '?' || c == '#' || c == '+' || c == ';') {
        return null;
      }
      escaped |= c == '%';
    }
    if (end <= BEFORE_TOPIC.length()) {
      return null;
    }
    String topic = uri.substring(BEFORE_TOPIC.length(), end);
    return escaped ? unescaped(topic) : topic;
  }

  /** Many clients escape the colon, too. */
  private static @Nullable String unescaped(String topic) {
    try {
      return URLDecoder.decode(topic, UTF_8);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
