package dev.fanfare.check;

import java.net.URI;
import java.util.List;

/**
 * The size and the load of a check.
 *
 * @param servers base URLs of all instances of one deployment
 * @param readers number of sockets, spread over servers and topics
 * @param publishers each makes one call at a time
 * @param topics they get random names, so that a live deployment is not disturbed
 * @param eventsPerSecond approximate publications a second of each publisher
 * @param seed of all random decisions
 */
public record CheckSettings(
    List<URI> servers, int readers, int publishers, int topics, int eventsPerSecond, long seed) {
  public CheckSettings {
    servers = List.copyOf(servers);
    if (servers.isEmpty()
        || readers < topics
        || publishers < 1
        || topics < 1
        || eventsPerSecond < 1) {
      throw new IllegalArgumentException(
          "expected a server, a topic, a publisher, a reader a topic and a publication a second");
    }
  }

  /** These settings with another seed. */
  CheckSettings seeded(long another) {
    return new CheckSettings(servers, readers, publishers, topics, eventsPerSecond, another);
  }
}
