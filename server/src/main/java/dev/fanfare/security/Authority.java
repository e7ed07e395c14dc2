package dev.fanfare.security;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A host and optionally its port, without a user: the content of a {@code Host} header or the
 * authority of a URL (RFC 3986 section 3.2). {@link java.net.URI} rejects hosts that browsers
 * accept, such as {@code my_host}, {@code 10.1} or {@code fan.1a}.
 *
 * @param host in lower case, without a final dot; an IPv6 address in its brackets
 * @param port {@link #NO_PORT} if none is given
 */
public record Authority(String host, int port) {
  static final int NO_PORT = -1;

  private static final int MAX_PORT = 65_535;
  private static final int MAX_PORT_DIGITS = 5;
  private static final int MAX_HOST_CHARS = 255;
  private static final int MAX_NUMBERS = 4;

  /** Null if the text is not an authority. */
  public static @Nullable Authority parse(String text) {
    int end = text.startsWith("[") ? text.indexOf(']') + 1 : colon(text);
    String host = host(text, end);
    int port = end == text.length() ? NO_PORT : port(text, end);
    return host == null || port < NO_PORT ? null : new Authority(host, port);
  }

  private static int colon(String text) {
    int colon = text.indexOf(':');
    return colon < 0 ? text.length() : colon;
  }

  private static @Nullable String host(String text, int end) {
    boolean known = text.startsWith("[") ? isAddress(text, end) : isName(text, end);
    if (!known) {
      return null;
    }
    int last = text.charAt(end - 1) == '.' ? end - 1 : end;
    return text.substring(0, last).toLowerCase(Locale.ROOT);
  }

  /** Whether it is an IPv6 address in brackets, by its characters: no name has a colon. */
  private static boolean isAddress(String text, int end) {
    int colons = 0;
    for (int i = 1; i < end - 1; i++) {
      char c = text.charAt(i);
      if (Character.digit(c, 16) < 0 && c != ':' && c != '.') {
        return false;
      }
      colons += c == ':' ? 1 : 0;
    }
    return colons >= 2;
  }

  /** Whether it is a name: labels between dots, each of at least one character. */
  private static boolean isName(String text, int end) {
    boolean labelBegins = true;
    for (int i = 0; i < end; i++) {
      char c = text.charAt(i);
      if (c == '.' ? labelBegins : !isUnreserved(c)) {
        return false;
      }
      labelBegins = c == '.';
    }
    return end > 0 && end <= MAX_HOST_CHARS;
  }

  private static boolean isUnreserved(char c) {
    return (c >= 'a' && c <= 'z')
        || (c >= 'A' && c <= 'Z')
        || (c >= '0' && c <= '9')
        || c == '-'
        || c == '_'
        || c == '~';
  }

  /** The port after the host; less than {@link #NO_PORT} if the text there is not a port. */
  private static int port(String text, int colon) {
    int digits = text.length() - colon - 1;
    if (text.charAt(colon) != ':' || digits > MAX_PORT_DIGITS) {
      return Integer.MIN_VALUE;
    }
    int port = digits == 0 ? NO_PORT : 0;
    for (int i = colon + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return Integer.MIN_VALUE;
      }
      port = port * 10 + c - '0';
    }
    return port > MAX_PORT ? Integer.MIN_VALUE : port;
  }

  /** The port, or this default if none is given. */
  int portOr(int defaultPort) {
    return port == NO_PORT ? defaultPort : port;
  }

  /**
   * Whether the host is an IP address and not a name. Browsers take a host whose last label is a
   * number for an IPv4 address, so no name can look like one.
   */
  boolean isIpLiteral() {
    if (host.charAt(0) == '[') {
      return true;
    }
    int numbers = 1;
    for (int i = 0; i < host.length(); i++) {
      char c = host.charAt(i);
      if (c != '.' && (c < '0' || c > '9')) {
        return false;
      }
      numbers += c == '.' ? 1 : 0;
    }
    return numbers <= MAX_NUMBERS;
  }

  @Override
  public String toString() {
    return port == NO_PORT ? host : host + ":" + port;
  }
}
