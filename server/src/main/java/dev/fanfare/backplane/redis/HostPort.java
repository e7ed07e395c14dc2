package dev.fanfare.backplane.redis;

/** The address of a server. A host with colons is an IPv6 address, and is shown in brackets. */
record HostPort(String host, int port) {
  private static final int MAX_PORT = 65_535;

  HostPort {
    if (host.isBlank() || port < 1 || port > MAX_PORT) {
      throw new IllegalArgumentException(
          "'" + host.strip() + "' is no host, or its port is not 1 to " + MAX_PORT);
    }
  }

  /** Reads {@code host}, {@code host:port} or {@code [::1]:port}. */
  static HostPort parse(String text, int defaultPort) {
    int colon = text.lastIndexOf(':');
    boolean hasPort = colon > text.lastIndexOf(']') && colon == lastOfOne(text, colon);
    String host = hasPort ? text.substring(0, colon) : text;
    try {
      int port = hasPort ? Integer.parseInt(text, colon + 1, text.length(), 10) : defaultPort;
      return new HostPort(host.replaceAll("^\\[|]$", ""), port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + host + "' has no port after its colon", e);
    }
  }

  /**
   * The last colon if it begins a port; without brackets, several colons are an IPv6 address
   * without a port.
   */
  private static int lastOfOne(String text, int colon) {
    return text.startsWith("[") ? colon : text.indexOf(':');
  }

  @Override
  public String toString() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
  }
}
