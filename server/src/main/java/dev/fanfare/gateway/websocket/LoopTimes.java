package dev.fanfare.gateway.websocket;

import com.sun.management.OperatingSystemMXBean;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Scanner;

/**
 * What Linux knows of the threads of the loops: how long they ran, and how long they could have run
 * while others had the cores. Elsewhere nothing is known. One caller.
 */
final class LoopTimes {
  private static final Path THIS_THREAD = Path.of("/proc/thread-self");

  /** Nanoseconds that the thread ran, that it waited for a core, and how often. */
  private static final String SCHEDULE = "schedstat";

  private final OperatingSystemMXBean system =
      ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
  private final List<Path> schedules;
  private Sum last;

  /** Nanoseconds of all threads, up to a moment. */
  private record Sum(long atNanos, long running, long waiting) {}

  private LoopTimes(List<Path> schedules) {
    this.schedules = schedules;
    this.last = sum(schedules);
  }

  /** Asks each loop for its thread, and waits for that; empty where the system does not say it. */
  static Optional<LoopTimes> of(List<? extends EventExecutor> loops) {
    if (!Files.isReadable(THIS_THREAD.resolve(SCHEDULE))) {
      return Optional.empty();
    }
    var threads = loops.stream().map(loop -> loop.submit(() -> THIS_THREAD.toRealPath())).toList();
    return Optional.of(
        new LoopTimes(
            threads.stream()
                .map(thread -> thread.syncUninterruptibly().getNow().resolve(SCHEDULE))
                .toList()));
  }

  /**
   * What happened since it was asked last.
   *
   * @throws UncheckedIOException when a loop has ended
   */
  Balance.Load since() {
    Sum before = last;
    last = sum(schedules);
    double nanos = Math.max(1, last.atNanos - before.atNanos);
    double idle = 1 - Math.max(0, system.getCpuLoad());
    return new Balance.Load(
        (last.running - before.running) / nanos,
        (last.waiting - before.waiting) / nanos,
        idle * Runtime.getRuntime().availableProcessors());
  }

  private static Sum sum(List<Path> schedules) {
    long running = 0;
    long waiting = 0;
    for (Path schedule : schedules) {
      Scanner times = new Scanner(read(schedule));
      running += times.nextLong();
      waiting += times.nextLong();
    }
    return new Sum(System.nanoTime(), running, waiting);
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
