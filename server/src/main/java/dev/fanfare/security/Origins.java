package dev.fanfare.security;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The web pages that may talk to this instance. A browser lets any page of any site open a socket
 * to any server, also on the visitor's own machine. It only states the page's origin, so the server
 * has to check it. Programs other than browsers send no origin and are allowed.
 *
 * <p>Allowed are pages from the server's own host, from this machine, and from the listed origins.
 */
public final class Origins {
  private static final String NO_PAGE = "null";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<WebOrigin> listed;

  /**
   * @param listed further origins, e.g. {@code https://board.example}
   * @throws InvalidValueException if one of them is not an origin
   */
  public Origins(List<String> listed) {
    this.listed =
        listed.stream()
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .map(Origins::listed)
            .collect(Collectors.toUnmodifiableSet());
  }

  private static WebOrigin listed(String text) {
    WebOrigin origin = WebOrigin.parse(text);
    if (origin == null) {
      throw new InvalidValueException(
          "fanfare.allowed-origins",
          text,
          "an origin such as https://board.example, without a path");
    }
    return origin;
  }

  /**
   * Whether a page of this origin may talk to a server that was addressed by this host.
   *
   * @param origin the {@code Origin} header, null if there is none
   * @param host the {@code Host} header, null if there is none
   */
  public boolean allow(@Nullable String origin, @Nullable String host) {
    if (origin == null) {
      return true;
    }
    WebOrigin page = WebOrigin.parse(origin);
    if (page == null) {
      return false;
    }
    if (THIS_MACHINE.contains(page.host()) || listed.contains(page)) {
      return true;
    }
    Authority server = host == null ? null : Authority.parse(host);
    return server != null && page.isOf(server);
  }

  /** The message about a refused origin, for the owner of the page. */
  public static String refusal(String origin) {
    String page =
        origin.equals(NO_PAGE) ? " (a file, a sandboxed frame or a redirect has no other)" : "";
    return "origin "
        + InvalidValueException.shown(origin)
        + page
        + ": expected the server's own, one of this machine, or one given with --allow-origin";
  }

  /** Whether the text is an origin, so that an answer may contain it. */
  public static boolean isOrigin(String origin) {
    return origin.equals(NO_PAGE) || WebOrigin.parse(origin) != null;
  }
}
