package dev.fanfare.bench;

import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * The settings of a run.
 *
 * @param servers base URLs; the sockets are spread over them
 * @param warmUp how long to publish before measuring
 * @param duration how long to measure
 * @param pids processes whose CPU and memory are reported; empty: the processes that listen on the
 *     servers' ports
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
   * The sockets.
   *
   * @param sockets each follows one topic
   * @param topics the sockets are spread over them
   * @param underWay handshakes at a time
   * @param keys states published to every topic before the sockets join
   * @param storm whether to cut all sockets at once at the end, and let them join again
   */
  public record Audience(int sockets, int topics, int underWay, int keys, boolean storm) {}

  /**
   * The publishing.
   *
   * @param servers base URLs; empty: those of the sockets
   * @param connections HTTP connections, each with one call at a time
   * @param batch events of one call
   * @param dataBytes of one event
   */
  public record PublishMode(
      Load load, List<URI> servers, int connections, int batch, int dataBytes) {
    public PublishMode {
      servers = List.copyOf(servers);
    }
  }
}
