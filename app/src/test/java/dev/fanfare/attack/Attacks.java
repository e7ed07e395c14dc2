package dev.fanfare.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code ./verify attack}: all attacks, for longer than {@code ./verify} takes. */
@Command(
    name = "verify attack",
    description =
        "Attacks real servers, and shows what of their memory and files it took, and what bystanders"
            + " noticed of it.",
    mixinStandardHelpOptions = true)
final class Attacks implements Callable<Integer> {
  private static final int TRIES = 3;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      defaultValue = "15",
      description =
          "How long each lasts, those that fill a store up to four times that (default: 15)."
              + " From 80 on it is seen whether silent connections are ended.")
  private int seconds;

  @Option(
      names = "--only",
      paramLabel = "NAME",
      split = ",",
      description = "Only these: ${COMPLETION-CANDIDATES} (default: all).")
  private List<Attack> attacks = List.of(Attack.values());

  @Option(names = "--brief", description = "Only those that ./verify runs, too.")
  private boolean brief;

  /** Exits with 0 if the server has held, 1 if it has not, 2 for a wrong command line. */
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new Attacks())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  @SuppressWarnings("ClosingStandardOutputStreams") // the run closes servers, not its output
  public Integer call() throws IOException {
    List<Step> steps = brief ? Step.brief() : Step.all(attacks);
    List<Outcome> outcomes = new ArrayList<>();
    System.out.println(Outcome.HEADER);
    try (AttackRun run = new AttackRun(Duration.ofSeconds(seconds), TRIES, System.out::println)) {
      for (Step step : steps) {
        outcomes.add(run.attack(step));
      }
    }
    long failed = outcomes.stream().filter(it -> !it.isHeld()).count();
    System.out.printf("%n%d attacks, %d of which the server did not hold%n", steps.size(), failed);
    return failed == 0 ? 0 : 1;
  }
}
