package dev.fanfare.command;

import dev.fanfare.client.FanfareOptions;
import dev.fanfare.client.PublishLimits;
import java.net.URI;
import java.util.List;
import picocli.CommandLine.Option;

/** The servers that a command uses. */
final class ServersOption {

  @Option(
      names = "--url",
      paramLabel = "URL",
      split = ",",
      defaultValue = "${env:FANFARE_URL:-http://localhost:8123}",
      converter = Converters.OfServer.class,
      description =
          "URL of Fanfare. Repeat it for several instances: publish and tail use one that can be"
              + " reached, check and bench use all (FANFARE_URL, separated by commas; default:"
              + " http://localhost:8123).")
  private List<URI> urls = List.of();

  List<URI> urls() {
    return urls;
  }

  int count() {
    return urls.size();
  }

  FanfareOptions options(PublishLimits limits) {
    return new FanfareOptions(urls, null, limits);
  }
}
