package dev.fanfare.attack;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/** The most memory and files that the server used during an attack. */
final class Peak implements AutoCloseable {
  private static final int PERIOD_MILLIS = 50;

  /** The highest values. */
  record Values(long residentMiB, int files) {}

  private final Victim victim;
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("peak").daemon().factory());

  /** Written by the clock's thread. */
  private volatile long residentMiB;

  private volatile int files;

  private Peak(Victim victim) {
    this.victim = victim;
    clock.scheduleAtFixedRate(this::look, 0, PERIOD_MILLIS, TimeUnit.MILLISECONDS);
  }

  static Peak of(Victim victim) {
    return new Peak(victim);
  }

  Values values() {
    return new Values(residentMiB, files);
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }

  private void look() {
    residentMiB = Math.max(residentMiB, victim.residentMiB());
    files = Math.max(files, victim.files());
  }
}
