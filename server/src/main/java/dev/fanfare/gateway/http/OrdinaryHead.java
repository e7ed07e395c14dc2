package dev.fanfare.gateway.http;

import static io.netty.util.AsciiString.contentEqualsIgnoreCase;

import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The headers of an ordinary publication: each is on the list {@link Listed}, is given once, and
 * has a value that the short way understands. A request with any other header goes through
 * Micronaut, where filters see it. So a filter that is added there, for authorization or tracing,
 * works although its author knows nothing of the short way.
 */
final class OrdinaryHead {
  private static final int MAX_NAME_CHARS = 17;

  /**
   * The headers that may be there. Nothing on the way through Micronaut looks at those that have no
   * comment: no answer is compressed or translated, and none depends on the user agent. The rules
   * for all requests have judged {@code host} before.
   */
  private enum Listed {
    HOST("host"),
    USER_AGENT("user-agent"),
    ACCEPT_ENCODING("accept-encoding"),
    ACCEPT_LANGUAGE("accept-language"),
    /**
     * {@code fetch} of Node sends it; browsers send it with an origin, which is not on the list.
     */
    SEC_FETCH_MODE("sec-fetch-mode"),
    /** A proxy adds these. */
    VIA("via"),
    FORWARDED("forwarded"),
    X_REAL_IP("x-real-ip"),
    X_FORWARDED_FOR("x-forwarded-for"),
    X_FORWARDED_HOST("x-forwarded-host"),
    X_FORWARDED_PROTO("x-forwarded-proto"),
    /** JSON in UTF-8. */
    CONTENT_TYPE("content-type"),
    /** From 1 to {@link #MAX_BODY_BYTES}. */
    CONTENT_LENGTH("content-length"),
    /** JSON, any type, or a list with one of these. */
    ACCEPT("accept"),
    /** Goes to the store with the publication. */
    IDEMPOTENCY_KEY("idempotency-key"),
    /** Either to keep the connection open, or with an offer of HTTP/2, which the server ignores. */
    CONNECTION("connection"),
    UPGRADE("upgrade"),
    HTTP2_SETTINGS("http2-settings");

    private final String header;

    Listed(String header) {
      this.header = header;
    }
  }

  private record HeaderName(AsciiString text, Listed listed) {}

  /** The names by their length: at most three names have the same one. */
  private static final List<List<HeaderName>> NAMES = names();

  private static List<List<HeaderName>> names() {
    return IntStream.rangeClosed(0, MAX_NAME_CHARS)
        .mapToObj(length ->
            Arrays.stream(Listed.values())
                .filter(listed -> listed.header.length() == length)
                .map(listed -> new HeaderName(AsciiString.cached(listed.header), listed))
                .toList())
        .toList();
  }

  private static @Nullable Listed listed(CharSequence name) {
    if (name.length() > MAX_NAME_CHARS) {
      return null;
    }
    List<HeaderName> names = NAMES.get(name.length());
    for (int i = 0; i < names.size(); i++) {
      if (names.get(i).text.contentEqualsIgnoreCase(name)) {
        return names.get(i).listed;
      }
    }
    return null;
  }

  private static final AsciiString KEEP_ALIVE = HttpHeaderValues.KEEP_ALIVE;
  private static final AsciiString H2C = AsciiString.cached("h2c");
  private static final AsciiString OFFER = AsciiString.cached("Upgrade, HTTP2-Settings");
  private static final List<AsciiString> JSON =
      List.of(
          HttpHeaderValues.APPLICATION_JSON,
          AsciiString.cached("application/json;charset=utf-8"),
          AsciiString.cached("application/json; charset=utf-8"));
  private static final Set<String> ANY_OR_JSON = Set.of("*/*", "application/json");

  /** Larger bodies go through Micronaut. */
  private static final int MAX_BODY_BYTES = 256 * 1024;

  private static final int MAX_LENGTH_DIGITS = 6;

  private final Set<Listed> present = EnumSet.noneOf(Listed.class);

  private @Nullable CharSequence connection;
  private @Nullable String idempotencyKey;

  private OrdinaryHead() {}

  /** Null if a header is not on the list or has another value. */
  static @Nullable OrdinaryHead of(HttpHeaders headers) {
    OrdinaryHead head = new OrdinaryHead();
    Iterator<Map.Entry<CharSequence, CharSequence>> all = headers.iteratorCharSequence();
    while (all.hasNext()) {
      Map.Entry<CharSequence, CharSequence> header = all.next();
      Listed listed = listed(header.getKey());
      if (listed == null || !head.present.add(listed) || !head.take(listed, header.getValue())) {
        return null;
      }
    }
    return head.has(Listed.CONTENT_TYPE) && head.has(Listed.CONTENT_LENGTH) && head.stays()
        ? head
        : null;
  }

  @Nullable String idempotencyKey() {
    return idempotencyKey;
  }

  private boolean has(Listed listed) {
    return present.contains(listed);
  }

  private boolean take(Listed listed, CharSequence value) {
    return switch (listed) {
      case HOST, USER_AGENT, ACCEPT_ENCODING, ACCEPT_LANGUAGE, SEC_FETCH_MODE, HTTP2_SETTINGS ->
          true;
      case VIA, FORWARDED, X_REAL_IP, X_FORWARDED_FOR, X_FORWARDED_HOST, X_FORWARDED_PROTO -> true;
      case CONTENT_TYPE -> isJson(value);
      case CONTENT_LENGTH -> isBodyLength(value);
      case ACCEPT -> acceptsJson(value.toString());
      case UPGRADE -> H2C.contentEquals(value);
      case CONNECTION -> {
        connection = value;
        yield true;
      }
      case IDEMPOTENCY_KEY -> {
        idempotencyKey = value.toString();
        yield true;
      }
    };
  }

  private boolean stays() {
    return has(Listed.UPGRADE)
        ? connection != null && OFFER.contentEquals(connection)
        : connection == null || contentEqualsIgnoreCase(KEEP_ALIVE, connection);
  }

  private static boolean isJson(CharSequence type) {
    for (int i = 0; i < JSON.size(); i++) {
      if (JSON.get(i).contentEqualsIgnoreCase(type)) {
        return true;
      }
    }
    return false;
  }

  /** Searches a list as well. An element with a weight does not match. */
  private static boolean acceptsJson(String accept) {
    return ANY_OR_JSON.contains(accept)
        || Arrays.stream(accept.split(",", -1)).map(String::strip).anyMatch(ANY_OR_JSON::contains);
  }

  private static boolean isBodyLength(CharSequence text) {
    if (text.isEmpty() || text.length() > MAX_LENGTH_DIGITS) {
      return false;
    }
    int length = 0;
    for (int i = 0; i < text.length(); i++) {
      int digit = text.charAt(i) - '0';
      if (digit < 0 || digit > 9) {
        return false;
      }
      length = 10 * length + digit;
    }
    return length > 0 && length <= MAX_BODY_BYTES;
  }
}
