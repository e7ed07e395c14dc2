package dev.fanfare.command;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.CompletableFuture;

/**
 * Notices that whoever read standard output has gone, as {@code head} does. A write would show it,
 * but {@code tail} may have nothing to write for hours. Java cannot ask, so this calls {@code
 * poll}.
 */
final class OutputReader {
  private static final int STANDARD_OUTPUT = 1;
  private static final int FOR_EVER = -1;

  /** {@code struct pollfd}. Without events, poll only waits for an error or the end. */
  private static final MemoryLayout POLL_FD =
      MemoryLayout.structLayout(
          JAVA_INT.withName("fd"), JAVA_SHORT.withName("events"), JAVA_SHORT.withName("revents"));

  private OutputReader() {}

  /** Completes when the reader has gone; never if this system cannot tell. */
  static CompletableFuture<Boolean> gone() {
    CompletableFuture<Boolean> gone = new CompletableFuture<>();
    Thread.ofPlatform()
        .daemon()
        .name("output")
        .start(() -> {
          if (awaitGone()) {
            gone.complete(true);
          }
        });
    return gone;
  }

  @SuppressWarnings("restricted") // the jar's manifest allows it
  private static boolean awaitGone() {
    try (Arena arena = Arena.ofConfined()) {
      MethodHandle poll =
          Linker.nativeLinker()
              .downcallHandle(
                  Linker.nativeLinker().defaultLookup().findOrThrow("poll"),
                  FunctionDescriptor.of(JAVA_INT, ADDRESS, JAVA_LONG, JAVA_INT));
      MemorySegment output = arena.allocate(POLL_FD);
      output.set(JAVA_INT, 0, STANDARD_OUTPUT);
      int ready;
      do { // a signal interrupts it
        ready = (int) poll.invokeExact(output, 1L, FOR_EVER);
      } while (ready <= 0);
      return true;
    } catch (Throwable unknownHere) {
      return false;
    }
  }
}
