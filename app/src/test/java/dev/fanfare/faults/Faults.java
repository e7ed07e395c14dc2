package dev.fanfare.faults;

import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./verify faults}: a long run. */
@Command(
    name = "verify faults",
    description = "Harms real deployments and holds them to their promises.",
    mixinStandardHelpOptions = true)
final class Faults implements Callable<Integer> {
  private static final int ANY = 1_000_000;

  @Option(
      names = "--faults",
      paramLabel = "N",
      defaultValue = "100",
      description = "How many, over all topologies together (default: 100).")
  private int faults;

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "The same faults in the same order (default: another one each time).")
  private @Nullable Long seed;

  @Option(
      names = "--topology",
      paramLabel = "NAME",
      split = ",",
      description = "memory, redis, sentinel or cluster (default: all).")
  private List<Topology> topologies = List.of(Topology.values());

  /** Exits with 0 if every promise was kept, 1 if one was not, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Faults())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .setExecutionExceptionHandler((failure, line, _) -> {
              line.getErr().println(failure.getMessage());
              return CommandLine.ExitCode.SOFTWARE;
            })
            .execute(arguments));
  }

  @Override
  public Integer call() {
    long chosen = seed == null ? new Random().nextInt(ANY) : seed;
    System.err.printf("%d faults, seed %d%n", faults, chosen);
    // Of fewer faults than topologies, the last topologies get none.
    for (int i = 0; i < Math.min(faults, topologies.size()); i++) {
      int share = (faults + topologies.size() - 1 - i) / topologies.size();
      System.out.println(FaultRun.of(topologies.get(i), chosen, share, System.err));
    }
    return 0;
  }
}
