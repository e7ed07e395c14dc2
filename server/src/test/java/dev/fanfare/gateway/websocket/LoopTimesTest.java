package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.util.concurrent.DefaultEventExecutorGroup;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.EventExecutorGroup;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@EnabledOnOs(OS.LINUX)
final class LoopTimesTest {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final EventExecutorGroup group = new DefaultEventExecutorGroup(2);

  @Test
  void what_loops_use_is_known_and_who_has_ended_is_said_to() {
    List<EventExecutor> loops = new ArrayList<>();
    group.forEach(loops::add);
    LoopTimes times = LoopTimes.of(loops).orElseThrow();
    long before = System.nanoTime();
    times.since();
    double used = 0.2;
    loops.get(1).submit(() -> use(used)).syncUninterruptibly();
    Balance.Load load = times.since();
    double elapsed = (System.nanoTime() - before) / (double) TimeUnit.SECONDS.toNanos(1);
    assertThat(load.running()).isBetween(0.9 * used / elapsed, 1.1);
    assertThat(load.waiting()).isBetween(0.0, 2.0);
    assertThat(load.idle()).isBetween(0.0, (double) Runtime.getRuntime().availableProcessors());
    group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    assertThatThrownBy(times::since).isInstanceOf(UncheckedIOException.class);
  }

  /** Uses a core for so many seconds of its time. */
  private static void use(double seconds) {
    long end = THREADS.getCurrentThreadCpuTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
    while (THREADS.getCurrentThreadCpuTime() < end) {
      Thread.onSpinWait();
    }
  }
}
