package dev.fanfare.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * How late the event loops run what is due: what all that a loop serves waits for. Each loop sets
 * itself a task now and then, and says how late it came.
 */
public final class LoopDelays {
  private static final Duration PERIOD = Duration.ofMillis(100);

  private final Timer delays;

  public LoopDelays(MeterRegistry registry) {
    delays =
        Timer.builder("fanfare.loop.delay")
            .description("How late the event loops run what is due")
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
