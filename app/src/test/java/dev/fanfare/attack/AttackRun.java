package dev.fanfare.attack;

import java.io.IOException;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Attacks a server again and again and inspects it. A server that has not held is replaced by a new
 * one, so that each attack is judged by itself.
 */
final class AttackRun implements AutoCloseable {
  private final Duration lasting;
  private final int tries;
  private final Consumer<String> progress;
  private @Nullable Attacked attacked;

  /**
   * @param lasting how long an attack goes on, unless it has nothing more to send
   * @param tries how often an attack is tried while the only finding is a latency: a machine may be
   *     busy with other work for a while, but a fault comes again
   */
  AttackRun(Duration lasting, int tries, Consumer<String> progress) {
    this.lasting = lasting;
    this.tries = tries;
    this.progress = progress;
  }

  /** Attacks. If the only finding is a latency, which may be chance, it tries again. */
  Outcome attack(Step step) throws IOException {
    Outcome outcome = once(step);
    for (int i = 1; i < tries && outcome.isSlowOnly(); i++) {
      progress.accept("again: " + outcome);
      outcome = once(step);
    }
    progress.accept(outcome.toString());
    return outcome;
  }

  @Override
  public void close() {
    if (attacked != null) {
      attacked.close();
      attacked = null;
    }
  }

  private Outcome once(Step step) throws IOException {
    Attacked target = target(step.setup());
    Outcome outcome = once(step, target);
    if (!outcome.isHeld() || step.attack().is(Trait.STORES)) {
      close();
    }
    return outcome;
  }

  private Outcome once(Step step, Attacked target) throws IOException {
    target.victim().news();
    Inspection inspection = new Inspection(target, step.attack());
    Crowd crowd = new Crowd(target.victim().port());
    try (crowd;
        Peak peak = Peak.of(target.victim())) {
      Assault assault = step.attack().begin(new Scene(target.victim(), crowd, step.size()));
      Latencies meanwhile = run(assault, step, target);
      Level held = inspection.held(crowd);
      inspection.add(assault.findings());
      crowd.close();
      Level after = inspection.after(crowd, peak.values());
      return new Outcome(
          step,
          (crowd + " " + assault.account()).strip(),
          inspection.quiet(),
          held,
          after,
          peak.values(),
          target.quietLatencies(),
          meanwhile,
          inspection.findings(),
          meanwhile.findings(target.quietLatencies()));
    }
  }

  private Latencies run(Assault assault, Step step, Attacked target) {
    target.bystander().measure();
    Pace.run(assault, step.attack().lasting(lasting));
    return target.bystander().latencies();
  }

  private Attacked target(Setup setup) throws IOException {
    Attacked target = attacked;
    if (target == null || target.victim().setup() != setup) {
      close();
      target = Attacked.start(setup);
      attacked = target;
    }
    return target;
  }
}
