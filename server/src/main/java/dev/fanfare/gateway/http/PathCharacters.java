package dev.fanfare.gateway.http;

import io.netty.handler.codec.http.HttpRequest;

/**
 * Escapes {@code + ; &} in a path. They are ordinary characters there (RFC 3986 section 3.3), but
 * Micronaut's path variables end at them, and where it decodes a path it takes a plus for a space.
 */
final class PathCharacters {
  private PathCharacters() {}

  static void escape(HttpRequest request) {
    String uri = request.uri();
    int query = uri.indexOf('?');
    String path = query < 0 ? uri : uri.substring(0, query);
    if (path.indexOf('+') >= 0 || path.indexOf(';') >= 0 || path.indexOf('&') >= 0) {
      String escaped = path.replace("+", "%2B").replace(";", "%3B").replace("&", "%26");
      request.setUri(escaped + uri.substring(path.length()));
    }
  }
}
