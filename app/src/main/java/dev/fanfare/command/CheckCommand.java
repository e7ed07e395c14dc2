package dev.fanfare.command;

import dev.fanfare.check.Check;
import dev.fanfare.check.CheckCounter;
import dev.fanfare.check.CheckReport;
import dev.fanfare.check.CheckSettings;
import dev.fanfare.check.DeploymentException;
import dev.fanfare.check.Violation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code fanfare check}: checks that a deployment keeps its promises. */
@Command(
    name = "check",
    description = {
      "Runs readers and publishers against a deployment. At every delta it verifies that nothing is"
          + " missing, duplicated or out of order. At the end it verifies that all views equal the"
          + " store's, and that every accepted event is there or its loss was reported to the"
          + " readers. Some readers are slow, some reconnect often, some subscribe from invented"
          + " positions.",
      "It uses topics of its own with random names, which expire, so it may run on a deployment in"
          + " use."
    },
    footer = {
      "",
      "Exit: 0 every promise was kept, 1 one was broken or nothing could be checked, 2 wrong"
          + " command line.",
      "",
      "  fanfare check --url http://one:8123 --url http://two:8123 --duration 1m"
    },
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class CheckCommand implements Callable<Integer> {

  /**
   * The length of a round. A round remembers everything that happens, so a longer check is made of
   * several.
   */
  private static final Duration ROUND = Duration.ofMinutes(2);

  /** The progress is updated once in this time. */
  private static final Duration DRAWN = Duration.ofMillis(200);

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MAX_READERS = 10_000;
  private static final int MAX_PUBLISHERS = 1_000;

  @Mixin private final ServersOption servers = new ServersOption();

  @Option(
      names = "--readers",
      paramLabel = "N",
      defaultValue = "50",
      description = "Sockets, spread over all URLs (default: 50).")
  private int readers;

  @Option(
      names = "--publishers",
      paramLabel = "N",
      defaultValue = "8",
      description = "Publishers, each with one call at a time (default: 8).")
  private int publishers;

  @Option(
      names = "--topics",
      paramLabel = "N",
      defaultValue = "5",
      description = "Topics (default: 5).")
  private int topics;

  @Option(
      names = "--rate",
      paramLabel = "N",
      defaultValue = "20",
      description = "Approximate publications a second of each publisher (default: 20).")
  private int rate;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "30s",
      converter = Converters.OfDuration.class,
      description = "How long to publish: 30s, 10m, 1h (default: 30s).")
  private Duration duration = Duration.ofSeconds(30);

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Seed of all random decisions (default: a new one each time; it is printed).")
  private @Nullable Long seed;

  @Option(names = "--json", description = "Prints the report as one line of JSON.")
  private boolean json;

  @SuppressWarnings("NullAway.Init")
  @Spec
  private CommandSpec spec;

  private final PrintStream err = System.err;

  @Override
  public Integer call() {
    expect("--readers", readers, topics, MAX_READERS);
    expect("--publishers", publishers, 1, MAX_PUBLISHERS);
    expect("--topics", topics, 1, MAX_READERS);
    expect("--rate", rate, 1, 1_000);
    if (duration.isZero()) {
      throw new ParameterException(spec.commandLine(), "--duration 0: expected a time to check");
    }
    long chosen = seed == null ? new Random().nextInt(1_000_000) : seed;
    CheckReport report = null;
    long round = 0;
    for (Duration left = duration; left.isPositive() && isFine(report); left = left.minus(ROUND)) {
      Duration time = left.compareTo(ROUND) < 0 ? left : ROUND;
      CheckReport next =
          check(chosen + round++, time, report == null ? 0 : report.count(CheckCounter.ACCEPTED));
      report = report == null ? next : report.plus(next);
    }
    return tell(Objects.requireNonNull(report), chosen);
  }

  private static boolean isFine(@Nullable CheckReport report) {
    return report == null || report.held();
  }

  private int tell(CheckReport report, long chosen) {
    for (Violation violation : report.violations()) {
      err.println("fanfare: " + violation.account());
    }
    Output out = Output.standard();
    if (json) {
      out.print(report.json(chosen));
    } else {
      out.print(report.toString());
      String found =
          report.violationCount() == 1 ? "1 violation" : report.violationCount() + " violations";
      out.print(
          "verdict   "
              + (report.held() ? "all promises kept" : "broken: " + found)
              + " (seed "
              + chosen
              + ")");
    }
    return report.held() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
  }

  private void expect(String option, int value, int least, int most) {
    if (value < least || value > most) {
      throw new ParameterException(
          spec.commandLine(), option + " " + value + ": expected " + least + " to " + most);
    }
  }

  private CheckReport check(long roundSeed, Duration round, long acceptedBefore) {
    var settings = new CheckSettings(servers.urls(), readers, publishers, topics, rate, roundSeed);
    try (Check check = Check.open(settings)) {
      check.converge(PATIENCE);
      if (check.violations().isEmpty()) {
        check.stir();
        watch(check, round, acceptedBefore);
        check.calm();
        check.converge(PATIENCE);
      }
      return check.report();
    } catch (DeploymentException e) {
      throw new CommandFailedException(String.valueOf(e.getMessage()));
    }
  }

  private void watch(Check check, Duration round, long acceptedBefore) {
    long begunNanos = System.nanoTime();
    Progress progress = new Progress(err, Terminal.here().isErr(), begunNanos);
    Duration left = round;
    while (left.isPositive() && check.run(left.compareTo(DRAWN) < 0 ? left : DRAWN)) {
      progress.at(acceptedBefore + check.accepted(), System.nanoTime());
      left = round.minusNanos(System.nanoTime() - begunNanos);
    }
    progress.clear();
  }
}
