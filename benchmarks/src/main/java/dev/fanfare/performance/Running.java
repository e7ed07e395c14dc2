package dev.fanfare.performance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The processes of this run, which end with it. */
final class Running implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  private final List<Process> processes = new ArrayList<>();

  /** Starts a process on these cores; empty means all cores. */
  Process start(String cpus, Path log, List<String> command) {
    List<String> pinned = new ArrayList<>();
    if (!cpus.isEmpty()) {
      pinned.addAll(List.of("taskset", "-c", cpus));
    }
    pinned.addAll(command);
    try {
      Files.createDirectories(log.getParent());
      Process process =
          new ProcessBuilder(pinned).redirectErrorStream(true).redirectOutput(log.toFile()).start();
      processes.add(process);
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it is up. */
  static void await(String what, BooleanSupplier up) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (!up.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(what + " is not up after " + PATIENCE_SECONDS + " s");
      }
      pause();
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(50);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    processes.forEach(Process::destroy);
    processes.forEach(process -> process.onExit().join());
  }
}
