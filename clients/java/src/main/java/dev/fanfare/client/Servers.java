package dev.fanfare.client;

import dev.fanfare.topic.InvalidValueException;
import java.net.URI;
import java.util.List;

/** The servers that may be asked, one after the other. Not thread-safe. */
final class Servers {
  private final List<URI> bases;
  private int next;

  /** Base URLs; a path in front of {@code /v1} is kept. */
  Servers(List<URI> bases) {
    this.bases = List.copyOf(bases);
  }

  /** Refuses what cannot be the URL of a server. */
  static URI checked(URI base) {
    String scheme = base.getScheme();
    boolean http = "http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme);
    if (!http || base.getHost() == null || base.getQuery() != null) {
      throw new InvalidValueException(
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

  /** This one has failed, or wants to be left alone. What another call has found out is kept. */
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
