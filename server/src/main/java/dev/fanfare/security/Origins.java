package dev.fanfare.security;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The web pages that may talk to this instance. A browser lets any page of any site open a socket
 * to any server, this machine's included, and only tells where the page is from; so it is for the
 * server to look. Programs that are no browsers tell nothing and pass.
 *
 * <p>Allowed are pages from the server's own host, from this machine, and from the listed origins.
 */
public final class Origins {
  /** What a refusal says. */
  public static final String EXPECTED =
      "expected the server's own, one of this machine, or one given with --allow-origin";

  private static final Set<String> THIS_MACHINE = Set.of("localhost", "127.0.0.1", "[::1]");

  private final Set<String> listed;

  /**
   * @param listed further origins, e.g. {@code https://board.example}
   */
  public Origins(List<String> listed) {
    this.listed = Set.copyOf(listed.stream().map(it -> it.toLowerCase(Locale.ROOT)).toList());
  }

  /** Whether a page of this origin may talk to the server that was addressed as this host. */
  public boolean allow(@Nullable String origin, @Nullable String host) {
    if (origin == null || listed.contains(origin.toLowerCase(Locale.ROOT))) {
      return true;
    }
    URI page = parsed(origin);
    if (page == null || page.getHost() == null) {
      return false;
    }
    return page.getRawAuthority().equalsIgnoreCase(host)
        || THIS_MACHINE.contains(page.getHost().toLowerCase(Locale.ROOT));
  }

  private static @Nullable URI parsed(String origin) {
    try {
      return URI.create(origin);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
