package dev.fanfare.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class LoopDelaysTest {
  private static final Duration HELD_UP = Duration.ofMillis(300);

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final ScheduledExecutorService loop = Executors.newSingleThreadScheduledExecutor();

  @AfterEach
  void stop() {
    loop.shutdownNow();
  }

  @Test
  void a_delay_of_a_loop_is_recorded_and_the_watch_goes_on() {
    new LoopDelays(registry).watch(loop);
    Timer delays = registry.get("fanfare.loop.delay").timer();
    await().until(() -> delays.count() > 0);

    loop.execute(() -> {
      long endNanos = System.nanoTime() + HELD_UP.toNanos();
      while (System.nanoTime() < endNanos) {
        LockSupport.parkNanos(endNanos - System.nanoTime());
      }
    });

    // Its next task was due at most 100 ms after the loop was held up.
    await().until(() -> delays.max(TimeUnit.MILLISECONDS) >= 200);
    long seen = delays.count();
    await().until(() -> delays.count() > seen);
    assertThat(delays.totalTime(TimeUnit.MILLISECONDS)).isGreaterThanOrEqualTo(200);
  }
}
