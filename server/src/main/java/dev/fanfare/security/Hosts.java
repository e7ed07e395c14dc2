package dev.fanfare.security;

import dev.fanfare.topic.InvalidValueException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The hosts under which this instance may be addressed. The owner of {@code evil.example} can point
 * that name at this machine ("DNS rebinding"). To the browser, a page from there is then a page of
 * this server. Only the host in the page's requests shows the difference.
 *
 * <p>Allowed are {@code localhost} with its subdomains and IP addresses, none of which anybody can
 * redirect; the address that the port is bound to; and the listed hosts.
 */
public final class Hosts {
  private static final String LOCALHOST = "localhost";
  private static final String ANY = "*";
  private static final String SUBDOMAINS = "*.";

  private final boolean any;
  private final Set<String> names = new HashSet<>();

  /** In the form {@code .example.com}. */
  private final List<String> domains = new ArrayList<>();

  /**
   * @param listed further hosts: a name, {@code *.example.com} for its subdomains, or {@code *} for
   *     any host
   * @param bound the address that the port is bound to
   * @throws InvalidValueException if one of them is not a host
   */
  public Hosts(List<String> listed, @Nullable String bound) {
    List<String> hosts = listed.stream().map(String::strip).filter(it -> !it.isEmpty()).toList();
    any = hosts.contains(ANY);
    names.add(LOCALHOST);
    domains.add("." + LOCALHOST);
    if (bound != null) {
      names.add(bound.toLowerCase(Locale.ROOT));
    }
    hosts.stream().filter(it -> !it.equals(ANY)).forEach(this::list);
  }

  private void list(String host) {
    boolean subdomains = host.startsWith(SUBDOMAINS);
    Authority named = Authority.parse(subdomains ? host.substring(SUBDOMAINS.length()) : host);
    if (named == null || named.port() != Authority.NO_PORT) {
      throw new InvalidValueException(
          "fanfare.allowed-hosts",
          host,
          "a host without a port, such as fanfare.example, *.example.com for its subdomains, or *"
              + " for any");
    }
    if (subdomains) {
      domains.add("." + named.host());
    } else {
      names.add(named.host());
    }
  }

  /** Whether this instance may be addressed by this host; the port does not matter. */
  public boolean allow(Authority server) {
    String host = server.host();
    return any
        || names.contains(host)
        || server.isIpLiteral()
        || domains.stream().anyMatch(host::endsWith);
  }

  /** The message about a refused host, for the operator of this instance. */
  public static String refusal(Authority server) {
    return "host "
        + InvalidValueException.shown(server.host())
        + ": expected localhost, an IP address, the address that the server is bound to, or a host"
        + " given with --allow-host";
  }
}
