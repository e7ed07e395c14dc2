package dev.fanfare.gateway.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import java.net.URLDecoder;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call to publish as backends make it, with nothing in its head that anybody but the publication
 * would have to look at: no page, no negotiation, no encoding.
 */
record OrdinaryPublish(String path, String topic, @Nullable String idempotencyKey) {
  static final CharSequence IDEMPOTENCY_KEY = "idempotency-key";
  private static final Set<String> JSON =
      Set.of(
          "application/json", "application/json;charset=utf-8", "application/json; charset=utf-8");
  private static final Set<String> ANY_OR_JSON = Set.of("*/*", "application/json");
  private static final String BEFORE_TOPIC = "/v1/topics/";
  private static final String BEHIND_TOPIC = "/events";

  /** Larger bodies go the long way. */
  private static final int MAX_BODY_BYTES = 256 * 1024;

  /** Null if this is anything else. */
  static @Nullable OrdinaryPublish of(HttpRequest request) {
    if (!request.method().equals(HttpMethod.POST)
        || !request.decoderResult().isSuccess()
        || !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      return null;
    }
    String topic = topic(request.uri());
    HttpHeaders headers = request.headers();
    if (topic == null || !isOrdinary(headers)) {
      return null;
    }
    return new OrdinaryPublish(request.uri(), topic, headers.get(IDEMPOTENCY_KEY));
  }

  /** Between what stands before and behind it, if that can be nothing else. */
  private static @Nullable String topic(String uri) {
    if (!uri.startsWith(BEFORE_TOPIC) || !uri.endsWith(BEHIND_TOPIC)) {
      return null;
    }
    int end = uri.length() - BEHIND_TOPIC.length();
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

  /** Many a client escapes the colon, too. */
  private static @Nullable String unescaped(String topic) {
    try {
      return URLDecoder.decode(topic, UTF_8);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  private static boolean isOrdinary(HttpHeaders headers) {
    return isJson(headers.get(HttpHeaderNames.CONTENT_TYPE))
        && acceptsJson(headers.get(HttpHeaderNames.ACCEPT))
        && staysAsItIs(headers)
        && hasOrdinaryBody(headers)
        && !headers.contains(HttpHeaderNames.ORIGIN)
        && !headers.contains(HttpHeaderNames.EXPECT)
        && !headers.contains(HttpHeaderNames.CONTENT_ENCODING)
        && (!headers.contains(IDEMPOTENCY_KEY) || headers.getAll(IDEMPOTENCY_KEY).size() == 1);
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null && JSON.contains(contentType.toLowerCase(Locale.ROOT));
  }

  /** As one of a list, too, but nothing is weighed here. */
  private static boolean acceptsJson(@Nullable String accept) {
    return accept == null
        || ANY_OR_JSON.contains(accept)
        || Arrays.stream(accept.split(",", -1)).map(String::strip).anyMatch(ANY_OR_JSON::contains);
  }

  /** Java's own client offers h2c with each call; an offer may be left. */
  private static boolean staysAsItIs(HttpHeaders headers) {
    String upgrade = headers.get(HttpHeaderNames.UPGRADE);
    String connection = headers.get(HttpHeaderNames.CONNECTION);
    return upgrade == null
        ? connection == null || connection.equalsIgnoreCase("keep-alive")
        : upgrade.equals("h2c") && "Upgrade, HTTP2-Settings".equals(connection);
  }

  private static boolean hasOrdinaryBody(HttpHeaders headers) {
    String length = headers.get(HttpHeaderNames.CONTENT_LENGTH);
    return length != null
        && !headers.contains(HttpHeaderNames.TRANSFER_ENCODING)
        && length.length() <= String.valueOf(MAX_BODY_BYTES).length()
        && Integer.parseInt(length) > 0
        && Integer.parseInt(length) <= MAX_BODY_BYTES;
  }
}
