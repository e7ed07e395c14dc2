package dev.fanfare.command;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Ends the process when the virtual machine reports that it cannot go on: no memory, no stack, an
 * internal error. Part of the work is lost at that moment and nobody knows which, so what is left
 * could only be a process that listens and does not answer. Whoever runs it starts another.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does it for the heap, but is not there where the jar is
 * started by hand, and memory outside the heap is not its business. Libraries catch such an error
 * and log it: so this looks at what is logged, before anything is made for the log.
 */
public final class EndOnVirtualMachineError extends TurboFilter {
  /** As {@code -XX:+ExitOnOutOfMemoryError} has it. */
  private static final int EXIT_CODE = 3;

  private static final int MAX_CAUSES = 16;

  /** Also looks at what ends a thread because nobody has caught it. */
  static void install() {
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      try {
        endIfFatal(failure);
        System.err.println("fanfare: thread " + thread.getName() + " has ended: " + failure);
      } catch (VirtualMachineError noRoomToSayIt) {
        end(noRoomToSayIt);
      }
    });
  }

  @Override
  public FilterReply decide(
      Marker marker,
      Logger logger,
      Level level,
      String format,
      @Nullable Object @Nullable [] parameters,
      @Nullable Throwable failure) {
    if (failure != null) {
      endIfFatal(failure);
    } else if (parameters != null
        && parameters.length > 0
        && parameters[parameters.length - 1] instanceof Throwable last) {
      endIfFatal(last);
    }
    return FilterReply.NEUTRAL;
  }

  private static void endIfFatal(Throwable failure) {
    Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof VirtualMachineError error) {
        end(error);
      }
      cause = cause.getCause();
    }
  }

  /** Without hooks, which could wait for what does not work any more. */
  private static void end(VirtualMachineError error) {
    try {
      System.err.println("fanfare: ends, the virtual machine cannot go on: " + error);
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
