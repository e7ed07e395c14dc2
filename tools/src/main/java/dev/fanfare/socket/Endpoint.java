package dev.fanfare.socket;

import java.net.InetSocketAddress;
import java.net.URI;

/**
 * The address of a server.
 *
 * @param authority of the URL, for the Host header
 * @param address resolved, unless the host does not exist
 */
public record Endpoint(String authority, InetSocketAddress address, boolean isTls) {
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;

  /**
   * The address in a base URL, {@code http://host:port} or {@code https://...}. It resolves the
   * host, which may block.
   */
  public static Endpoint of(URI server) {
    boolean tls = "https".equals(server.getScheme());
    int port = server.getPort() > 0 ? server.getPort() : tls ? HTTPS_PORT : HTTP_PORT;
    return new Endpoint(server.getAuthority(), new InetSocketAddress(server.getHost(), port), tls);
  }

  @Override
  public String toString() {
    return (isTls ? "https://" : "http://") + authority;
  }
}
