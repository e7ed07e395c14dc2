package dev.fanfare.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * What is done, to whom.
 *
 * @param servers base URLs, over which the sockets are spread
 * @param audience who listens
 * @param publishing what is said
 * @param warmUp published before anything is measured
 * @param duration of what is measured
 * @param pids processes whose CPU and memory are shown; empty: whoever listens at the servers'
 *     ports
 */
public record BenchSettings(
    List<URI> servers,
    Audience audience,
    PublishMode publishing,
    Duration warmUp,
    Duration duration,
    List<Long> pids) {
  public BenchSettings {
    servers = List.copyOf(servers);
    pids = List.copyOf(pids);
  }

  /**
   * Who listens.
   *
   * @param sockets each follows one topic
   * @param topics that the sockets are spread over
   * @param underWay handshakes at a time
   * @param keys states that a topic holds before anybody joins it
   * @param storm whether at the end all are cut at once and join anew
   */
  public record Audience(int sockets, int topics, int underWay, int keys, boolean storm) {}

  /**
   * What is said.
   *
   * @param servers base URLs; empty: those of the sockets
   * @param connections that publish, each with one call under way
   * @param batch events in one call
   * @param dataBytes of one event
   */
  public record PublishMode(
      Load load, List<URI> servers, int connections, int batch, int dataBytes) {
    public PublishMode {
      servers = List.copyOf(servers);
    }
  }
}
