package dev.fanfare.attack;

import java.io.IOException;
import java.time.Duration;

/** A server with its bystanders, and its values while nobody attacks. */
final class Attacked implements AutoCloseable {
  private static final Duration WARM_UP = Duration.ofSeconds(1);
  private static final Duration QUIET = Duration.ofSeconds(2);

  private final Victim victim;
  private final Bystander bystander;
  private final SlowReaders slow;
  private final Latencies latencies;

  private Attacked(Victim victim) throws IOException {
    this.victim = victim;
    if (victim.setup().heapMiB() >= Setup.MEMORY.heapMiB()) {
      Topics.fill(victim);
    }
    bystander = Bystander.beside(victim);
    slow = SlowReaders.beside(victim);
    Pace.rest(WARM_UP);
    bystander.measure();
    Pace.rest(QUIET);
    latencies = bystander.latencies();
  }

  static Attacked start(Setup setup) throws IOException {
    return new Attacked(Victim.start(setup));
  }

  Victim victim() {
    return victim;
  }

  Bystander bystander() {
    return bystander;
  }

  SlowReaders slow() {
    return slow;
  }

  /** The latencies while nobody attacked. */
  Latencies quietLatencies() {
    return latencies;
  }

  @Override
  public void close() {
    bystander.close();
    slow.close();
    victim.close();
  }
}
