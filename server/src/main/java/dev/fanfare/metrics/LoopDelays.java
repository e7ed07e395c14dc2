package dev.fanfare.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Measures how late the event loops run their tasks: everything that a loop serves waits this long.
 * Each loop regularly schedules a task and records how late it runs.
 */
public final class LoopDelays {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Timer delays;

  public LoopDelays(MeterRegistry registry) {
    delays =
        Timer.builder("fanfare.loop.delay")
            .description("How late the event loops run tasks that are due")
            .register(registry);
  }

  /** Watches the loop until it ends. */
  public void watch(ScheduledExecutorService loop) {
    long dueNanos = System.nanoTime() + PERIOD.toNanos();
    loop.schedule(
        () -> {
          delays.record(Math.max(0, System.nanoTime() - dueNanos), TimeUnit.NANOSECONDS);
          watch(loop);
        },
        PERIOD.toNanos(),
        TimeUnit.NANOSECONDS);
  }
}
