package dev.fanfare.security;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web pages that may talk to this instance. A browser lets any page of any site open a socket
 * to any server, also on the visitor's own machine. It only states the page's origin, so the server
 * has to check it. Programs other than browsers send no origin and are allowed.
 *
 * <p>Allowed are pages from the server's own host, from this machine, and from the listed origins.
 */
public final class Origins {
  static final String NO_PAGE = "null";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final List<ListedOrigin> listed;

  /**
   * @param listed further origins, e.g. {@code https://board.example}, or {@code
   *     https://*.example.com} for all below a name
   * @throws InvalidValueException if one of them is neither
   */
  public Origins(List<String> listed) {
    this.listed =
        listed.stream()
            .map(String::strip)
            .filter(it -> !it.isEmpty())
            .map(ListedOrigin::parse)
            .toList();
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
    if (THIS_MACHINE.contains(page.host()) || listed.stream().anyMatch(it -> it.allows(page))) {
      return true;
    }
    Authority server = host == null ? null : Authority.parse(host);
    return server != null && page.isOf(server);
  }

  /** The message about a refused origin: what its owner, or the server's operator, has to do. */
  public static String refusal(String origin) {
    String start = "origin " + InvalidValueException.shown(origin);
    if (origin.equals(NO_PAGE)) {
      return start
          + ": a page that was opened as a file, a sandboxed frame or a redirect has no other; serve"
          + " the page from http://localhost, whose pages may use this server";
    }
    WebOrigin page = WebOrigin.parse(origin);
    return page == null
        ? start + ": expected the origin of a web page, such as https://board.example"
        : start + ": to allow its pages, start the server with --allow-origin " + page;
  }

  /** Whether the text is an origin, so that an answer may contain it. */
  public static boolean isOrigin(String origin) {
    return origin.equals(NO_PAGE) || WebOrigin.parse(origin) != null;
  }
}
