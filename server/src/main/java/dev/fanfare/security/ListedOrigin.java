package dev.fanfare.security;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An origin that an operator lists: {@code https://board.example}, or {@code https://*.example.com}
 * for all pages below a name, at any depth, but not for the name itself.
 *
 * @param origin the origin, or the one of the name that the pages are below
 * @param below whether it means the pages below the name
 */
record ListedOrigin(WebOrigin origin, boolean below) {
  private static final String BELOW = "*.";

  /** A text in which an origin can be recognized: a scheme, a host with its port, and the rest. */
  private static final Pattern ALMOST =
      Pattern.compile("(?:(?<scheme>[a-z]+)://)?(?<authority>[^/?#@\\s]+)(?<rest>[/?#].*)?");

  private static final String EXPECTED =
      "an origin such as https://board.example, or https://*.example.com for all below a name";

  /**
   * Reads one.
   *
   * @throws InvalidValueException if it is neither; the message says what was probably meant
   */
  static ListedOrigin parse(String text) {
    ListedOrigin listed = read(text);
    if (listed == null) {
      throw new InvalidValueException("fanfare.allowed-origins", text, EXPECTED + meant(text));
    }
    return listed;
  }

  private static @Nullable ListedOrigin read(String text) {
    int host = text.indexOf("://") + 3;
    boolean below = host > 2 && text.startsWith(BELOW, host);
    WebOrigin origin =
        WebOrigin.parse(
            below ? text.substring(0, host) + text.substring(host + BELOW.length()) : text);
    // A name of one label would be a whole top-level domain, and nothing is below an address.
    return origin == null || (below && (!origin.host().contains(".") || origin.isIpLiteral()))
        ? null
        : new ListedOrigin(origin, below);
  }

  private static String meant(String text) {
    if (text.equals("*")) {
      return "; pages of any site cannot be allowed, because whoever visits one would give it this"
          + " server";
    }
    if (text.equals(Origins.NO_PAGE)) {
      return "; null is the origin of every sandboxed frame, on any site. Serve the page from"
          + " http://localhost instead of opening it as a file";
    }
    Matcher almost = ALMOST.matcher(text.toLowerCase(Locale.ROOT));
    if (!almost.matches()) {
      return "";
    }
    String scheme = almost.group("scheme");
    String secure = List.of("http", "ws").contains(String.valueOf(scheme)) ? "" : "s";
    String origin = "http" + secure + "://" + almost.group("authority");
    return read(origin) == null ? "" : "; did you mean " + origin + "?";
  }

  /** Whether it means this page. */
  boolean allows(WebOrigin page) {
    return below
        ? page.scheme().equals(origin.scheme())
            && page.port() == origin.port()
            && page.host().endsWith("." + origin.host())
        : page.equals(origin);
  }
}
