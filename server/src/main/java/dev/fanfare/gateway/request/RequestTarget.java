package dev.fanfare.gateway.request;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import org.jspecify.annotations.Nullable;

/**
 * The target of a request line (RFC 9112 section 3.2): {@code /path?query}, the absolute form,
 * which has a scheme and an authority before the path, or {@code *}.
 *
 * @param authority of the absolute form; it takes precedence over {@code Host}
 * @param path with the query
 */
record RequestTarget(@Nullable String authority, String path) {
  private static final String HTTP = "http://";
  private static final String HTTPS = "https://";

  /** The characters of a path and of a query besides letters and digits (RFC 3986 section 3.3). */
  private static final String IN_PATH = "-._~!$&'()*+,;=:@/";

  /** Brackets should be escaped, but no client escapes them. */
  private static final String IN_QUERY = IN_PATH + "?[]";

  private static final boolean[] PATH_CHARS = table(IN_PATH);
  private static final boolean[] QUERY_CHARS = table(IN_QUERY);

  private static boolean[] table(String more) {
    boolean[] table = new boolean[128];
    for (char c = 0; c < table.length; c++) {
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      table[c] = letter || (c >= '0' && c <= '9') || more.indexOf(c) >= 0;
    }
    return table;
  }

  static boolean isAbsolute(String uri) {
    return startsWith(uri, HTTP) || startsWith(uri, HTTPS);
  }

  private static boolean startsWith(String uri, String scheme) {
    return uri.regionMatches(true, 0, scheme, 0, scheme.length());
  }

  /** Reads an absolute form. */
  static RequestTarget absolute(String uri) {
    int begin = startsWith(uri, HTTP) ? HTTP.length() : HTTPS.length();
    int end = begin;
    while (end < uri.length() && uri.charAt(end) != '/' && uri.charAt(end) != '?') {
      end++;
    }
    String rest = uri.substring(end);
    return new RequestTarget(uri.substring(begin, end), rest.startsWith("/") ? rest : "/" + rest);
  }

  /**
   * Turns an absolute form into what later handlers expect: a path, and the authority as the host.
   */
  static void toOriginForm(HttpRequest request) {
    if (isAbsolute(request.uri())) {
      RequestTarget target = absolute(request.uri());
      request.setUri(target.path);
      request.headers().set(HttpHeaderNames.HOST, String.valueOf(target.authority));
    }
  }

  /** The index of the first illegal character; -1 if there is none. */
  static int illegal(String path) {
    boolean[] legal = PATH_CHARS;
    for (int i = 0; i < path.length(); i++) {
      char c = path.charAt(i);
      if (c == '?') {
        legal = QUERY_CHARS;
      } else if (c == '%') {
        if (!isHex(path, i + 1) || !isHex(path, i + 2)) {
          return i;
        }
      } else if (c >= legal.length || !legal[c]) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isHex(String path, int index) {
    return index < path.length() && Character.digit(path.charAt(index), 16) >= 0;
  }
}
