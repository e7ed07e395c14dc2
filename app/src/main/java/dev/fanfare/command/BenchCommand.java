package dev.fanfare.command;

import dev.fanfare.bench.Bench;
import dev.fanfare.bench.BenchException;
import dev.fanfare.bench.BenchReport;
import dev.fanfare.bench.BenchSettings;
import dev.fanfare.bench.Load;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fanfare bench}: measures the load that a deployment can carry. */
@Command(
    name = "bench",
    description = {
      "Opens sockets, publishes events, and reports the rates, the latency and the losses; for"
          + " servers on this machine also their CPU and memory.",
      "It uses topics of its own with random names, which expire. It runs on one core: if the"
          + " report says that bench uses its whole core, start several at once."
    },
    footer = {
      "",
      "Exit: 0 every event was delivered to every socket, 1 an event was not or nothing could be"
          + " measured, 2 wrong command line.",
      "",
      "  fanfare bench                                        1,000 sockets, 10 events/s: latency",
      "  fanfare bench --window 8                             as fast as possible",
      "  fanfare bench --sockets 10000 --topics 1000 --window 64",
      "  fanfare bench --sockets 10000 --rate 0               memory of idle sockets",
      "  fanfare bench --sockets 10000 --keys 100 --storm     all sockets reconnect at once",
      "  fanfare bench --sockets 1 --window 64 --batch 100    rate of publishing"
    },
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class BenchCommand implements Callable<Integer> {
  private static final int MAX_SOCKETS = 1_000_000;
  private static final int MAX_TOPICS = 100_000;
  private static final int MAX_KEYS = 10_000;
  private static final int MAX_CONNECTIONS = 1_000;
  private static final int MAX_BATCH = 1_000;
  private static final int MIN_BYTES = 64;
  private static final int MAX_BYTES = 64 * 1024;
  private static final int MAX_RATE = 1_000_000;

  @Mixin private final ServersOption servers = new ServersOption();

  @Option(
      names = "--sockets",
      paramLabel = "N",
      defaultValue = "1000",
      description = "Sockets, spread over all URLs; each follows one topic (default: 1000).")
  private int sockets;

  @Option(
      names = "--topics",
      paramLabel = "N",
      defaultValue = "1",
      description = "Topics; sockets and events are spread over them in turn (default: 1).")
  private int topics;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description =
          "Events a second, on a fixed schedule. Latency counts from when an event was due, even if"
              + " it was sent later (default: 10; 0: none).")
  private @Nullable Double rate;

  @Option(
      names = "--window",
      paramLabel = "N",
      description =
          "Instead of --rate: as fast as possible, with at most N publications not yet delivered.")
  private @Nullable Integer window;

  @Option(
      names = "--batch",
      paramLabel = "N",
      defaultValue = "1",
      description = "Events in one publication (default: 1).")
  private int batch;

  @Option(
      names = "--size",
      paramLabel = "BYTES",
      defaultValue = "128",
      description = "Bytes of data of one event (default: 128).")
  private int size;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "16",
      description = "HTTP connections that publish, one call at a time each (default: 16).")
  private int connections;

  @Option(
      names = "--publish-to",
      paramLabel = "URL",
      split = ",",
      converter = Converters.OfServer.class,
      description = "Where to publish events (default: the URLs of the sockets).")
  private List<URI> publishTo = new ArrayList<>();

  @Option(
      names = "--keys",
      paramLabel = "N",
      defaultValue = "0",
      description = "States published to every topic before the sockets join it (default: 0).")
  private int keys;

  @Option(names = "--storm", description = "At the end, all sockets are cut at once and rejoin.")
  private boolean storm;

  @Option(
      names = "--connecting",
      paramLabel = "N",
      defaultValue = "256",
      description = "Handshakes at a time (default: 256).")
  private int connecting;

  @Option(
      names = "--warm-up",
      paramLabel = "TIME",
      defaultValue = "2s",
      converter = Converters.OfDuration.class,
      description = "How long to publish before measuring (default: 2s).")
  private Duration warmUp = Duration.ofSeconds(2);

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = Converters.OfDuration.class,
      description = "How long to measure: 30s, 10m (default: 10s).")
  private Duration duration = Duration.ofSeconds(10);

  @Option(
      names = "--pid",
      paramLabel = "PID",
      split = ",",
      description =
          "Server process on this machine whose CPU and memory are reported (default: the process"
              + " that listens on the URL's port).")
  private List<Long> pids = new ArrayList<>();

  @Option(names = "--json", description = "Prints the report as one line of JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  private final PrintStream err = System.err;

  @Override
  public Integer call() {
    BenchSettings settings = settings();
    Progress progress = new Progress(err, Terminal.here().isErr(), System.nanoTime());
    try (Bench bench = new Bench(settings, line -> progress.show(() -> line, System.nanoTime()))) {
      return tell(bench.run(), progress);
    } catch (BenchException e) {
      progress.clear();
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private int tell(BenchReport report, Progress progress) {
    progress.clear();
    Output out = Output.standard();
    out.print(json ? List.of(report.json()) : report.lines());
    if (report.complaint() != null) {
      err.println("fanfare: " + report.complaint());
    }
    return report.isComplete() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private BenchSettings settings() {
    expect("--sockets", sockets, 0, MAX_SOCKETS);
    expect("--topics", topics, 1, MAX_TOPICS);
    expect("--keys", keys, 0, MAX_KEYS);
    expect("--connecting", connecting, 1, MAX_SOCKETS);
    expect("--connections", connections, 1, MAX_CONNECTIONS);
    expect("--batch", batch, 1, MAX_BATCH);
    expect("--size", size, MIN_BYTES, MAX_BYTES);
    if (duration.isZero()) {
      throw refused("--duration 0: expected a time to measure");
    }
    return new BenchSettings(
        servers.urls(),
        new BenchSettings.Audience(sockets, topics, connecting, keys, storm),
        new BenchSettings.PublishMode(load(), publishTo, connections, batch, size),
        warmUp,
        duration,
        pids);
  }

  private Load load() {
    if (window != null && rate != null) {
      throw refused("--rate and --window: expected one of them");
    }
    if (window != null) {
      expect("--window", window, 1, MAX_SOCKETS);
      return new Load.Window(window);
    }
    double perSecond = rate == null ? 10 : rate;
    if (!(perSecond >= 0 && perSecond <= MAX_RATE)) {
      throw refused("--rate " + rate + ": expected 0 to " + MAX_RATE);
    }
    return perSecond == 0 ? new Load.Idle() : new Load.Rate(perSecond);
  }

  private void expect(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw refused(option + " " + value + ": expected " + least + " to " + most);
    }
  }

  private ParameterException refused(String why) {
    return new ParameterException(spec.commandLine(), why);
  }
}
