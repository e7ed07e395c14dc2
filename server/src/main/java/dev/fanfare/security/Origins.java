package dev.fanfare.security;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The web pages that may talk to this instance. A browser lets any page of any site open a socket
 * to any server, this machine's included, and only tells where the page is from; so the server has
 * to look. Programs that are no browsers send no origin and pass.
 *
 * <p>Allowed are pages from the server's own host, from this machine, and from the listed origins.
 */
public final class Origins {
  private static final String NO_PAGE = "null";
  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<WebOrigin> listed;

  /**
   * @param listed further origins, e.g. {@code https://board.example}
   * @throws InvalidValueException if one of them is no origin
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
          "--allow-origin", text, "an origin such as https://board.example, without a path");
    }
    return origin;
  }

  /**
   * Whether a page of this origin may talk to the server that was addressed as this host.
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

  /** What the owner of a page whose origin is refused has to know. */
  public static String refusal(String origin) {
    String page =
        origin.equals(NO_PAGE) ? " (a file, a sandboxed frame or a redirect has no other)" : "";
    return "origin "
        + InvalidValueException.shown(origin)
        + page
        + ": expected the server's own, one of this machine, or one given with --allow-origin";
  }

  /** Whether the text is an origin at all, so that it may stand in an answer. */
  public static boolean isOrigin(String origin) {
    return origin.equals(NO_PAGE) || WebOrigin.parse(origin) != null;
  }
}
