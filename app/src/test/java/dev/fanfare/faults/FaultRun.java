package dev.fanfare.faults;

import dev.fanfare.check.Check;
import dev.fanfare.check.CheckSettings;
import dev.fanfare.check.Violation;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * Causes one fault after another in a deployment while readers and publishers are at work, and
 * checks its promises. The first violation ends the run, with everything that is needed to repeat
 * it.
 */
final class FaultRun {
  /**
   * Each round has its own readers and topics. At its end everything that was accepted is accounted
   * for.
   */
  private static final int STEPS_A_ROUND = 20;

  private static final int READERS = 40;
  private static final int PUBLISHERS = 6;
  private static final int TOPICS = 4;
  private static final int EVENTS_PER_SECOND = 20;

  /** After this time there is no convergence: twelve times the promised time. */
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private static final String LOGS = "\n(what the instances have said is in target/instances)";

  private final Topology topology;
  private final long seed;
  private final PrintStream progress;
  private final FaultTable table;
  private int done;

  private FaultRun(Topology topology, long seed, PrintStream progress) {
    this.topology = topology;
    this.seed = seed;
    this.progress = progress;
    this.table = new FaultTable(topology);
  }

  /**
   * Runs this number of faults.
   *
   * @throws BrokenPromiseException at the first promise that is broken
   */
  static FaultTable of(Topology topology, long seed, int faults, PrintStream progress) {
    FaultRun run = new FaultRun(topology, seed, progress);
    List<Step> steps = Step.plan(topology, seed, faults);
    try (Stage stage = Stage.open(topology)) {
      for (int i = 0; i < faults; i += STEPS_A_ROUND) {
        run.round(stage, steps.subList(i, Math.min(faults, i + STEPS_A_ROUND)));
      }
    }
    return run.table;
  }

  private void round(Stage stage, List<Step> steps) {
    long chance = seed + done;
    try (Check check =
        Check.open(
            new CheckSettings(
                stage.urls(), READERS, PUBLISHERS, TOPICS, EVENTS_PER_SECOND, chance))) {
      check.converge(PATIENCE);
      for (Step step : steps) {
        try {
          run(stage, check, step);
        } catch (RuntimeException e) {
          throw new BrokenPromiseException(where(step) + ": " + e + LOGS, e);
        }
        expectNone(check.violations(), step);
        done++;
      }
      var report = check.report();
      expectNone(report.violations(), steps.getLast());
      table.add(report);
    }
  }

  private void run(Stage stage, Check check, Step step) {
    check.stir();
    check.run(step.before());
    Fault.Ending ending = step.fault().begin(new Scene(stage, check, step.victim()));
    check.run(step.lasting());
    ending.end().run();
    long endedNanos = System.nanoTime();
    check.calm();
    check.converge(PATIENCE);
    Duration converged = Duration.ofNanos(System.nanoTime() - endedNanos);
    table.add(step.fault(), converged);
    progress.printf(
        Locale.ROOT, "%s %d: %s: %s%n", topology, done, step.fault(), FaultTable.ms(converged));
    ending.repair().run();
    stage.heal();
    check.converge(PATIENCE);
  }

  private void expectNone(List<Violation> violations, Step step) {
    if (!violations.isEmpty()) {
      String found =
          violations.stream().map(it -> "\n  " + it.account()).collect(Collectors.joining());
      throw new BrokenPromiseException(where(step) + found + LOGS, null);
    }
  }

  private String where(Step step) {
    return "step %d of seed %d over %s: %s".formatted(done, seed, topology, step);
  }
}
