package dev.fanfare.check;

import java.net.URI;
import java.util.List;

/**
 * What a check opens.
 *
 * @param servers base URLs of all instances of one deployment
 * @param readers sockets, spread over servers and topics
 * @param publishers each with one call under way
 * @param topics of random names, so that a live deployment is not disturbed
 * @param eventsPerSecond of one publisher, about
 * @param seed of all that is decided by chance
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
          "expected a server, a topic, a publisher, a reader a topic and an event a second");
    }
  }

  /** The same with another seed. */
  CheckSettings seeded(long another) {
    return new CheckSettings(servers, readers, publishers, topics, eventsPerSecond, another);
  }
}
