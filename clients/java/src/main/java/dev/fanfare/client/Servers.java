package dev.fanfare.client;

import java.net.URI;
import java.util.List;

/** The servers, which are tried one after the other. Not thread-safe. */
final class Servers {
  private final List<URI> bases;
  private int next;

  /** Base URLs; a path before {@code /v1} is kept. */
  Servers(List<URI> bases) {
    this.bases = List.copyOf(bases);
  }

  /** Refuses a URL that cannot be that of a server. */
  static URI checked(URI base) {
    String scheme = base.getScheme();
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!http || base.getHost() == null || base.getQuery() != null) {
      throw FanfareException.invalid(
          "server", base.toString(), "an http or https URL like http://localhost:8123");
    }
    return URI.create(base.toString().replaceAll("/+$", ""));
  }

  URI current() {
    return bases.get(next % bases.size());
  }

  int count() {
    return bases.size();
  }

  /** Turns to the next server, unless another call has left this one already. */
  void leave(URI server) {
    if (server.equals(current())) {
      next++;
    }
  }

  static URI socket(URI server) {
    String http = server.toString();
    return URI.create("ws" + http.substring("http".length()) + "/v1/ws");
  }
}
