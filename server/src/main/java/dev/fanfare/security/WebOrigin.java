package dev.fanfare.security;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The origin of a web page, as an {@code Origin} header states it (RFC 6454): {@code http} or
 * {@code https}, a host, and a port unless it is the default one.
 *
 * @param port the default port of the scheme if none was given
 */
record WebOrigin(String scheme, String host, int port) {
  private static final String BEFORE_AUTHORITY = "://";

  /** Null if the text is not the origin of a web page; {@code null} and {@code file://} are not. */
  static @Nullable WebOrigin parse(String text) {
    int end = text.indexOf(BEFORE_AUTHORITY);
    String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
    if (!scheme.equals("http") && !scheme.equals("https")) {
      return null;
    }
    Authority authority = Authority.parse(text.substring(end + BEFORE_AUTHORITY.length()));
    return authority == null
        ? null
        : new WebOrigin(scheme, authority.host(), authority.portOr(defaultPort(scheme)));
  }

  /**
   * Whether pages of this origin come from the server that was addressed like this. An address
   * without a port means the default port of the origin's scheme: the server cannot know the scheme
   * of the address, because TLS may end before it.
   */
  boolean isOf(Authority server) {
    return host.equals(server.host()) && port == server.portOr(defaultPort(scheme));
  }

  /** Whether its host is an IP address. */
  boolean isIpLiteral() {
    return new Authority(host, port).isIpLiteral();
  }

  /** The origin as a browser states it. */
  @Override
  public String toString() {
    return scheme + BEFORE_AUTHORITY + host + (port == defaultPort(scheme) ? "" : ":" + port);
  }

  private static int defaultPort(String scheme) {
    return scheme.equals("https") ? 443 : 80;
  }
}
