package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.US_ASCII;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Ends the process when the virtual machine reports that it cannot go on: no memory, no stack, an
 * internal error. Such an error loses a part of the work, and nobody knows which, so the process
 * might listen and not answer. A supervisor starts another one.
 *
 * <p>{@code -XX:+ExitOnOutOfMemoryError} does so for the heap, but not for memory outside the heap,
 * and it is missing if the jar is started by hand. Libraries catch such an error and log it. So
 * this filter looks at everything that is logged, before anything is created for the log.
 */
public final class EndOnVirtualMachineError extends TurboFilter {
  /** The exit code of {@code -XX:+ExitOnOutOfMemoryError}. */
  private static final int EXIT_CODE = 3;

  private static final int MAX_CAUSES = 16;

  private static final String LAST_LINE =
      "fanfare: ends because the virtual machine cannot go on: ";

  /** Made and opened while there is memory for it. */
  private static final byte[] OUT_OF_MEMORY =
      (LAST_LINE + OutOfMemoryError.class.getName()).getBytes(US_ASCII);

  private static final FileOutputStream ERRORS = new FileOutputStream(FileDescriptor.err);

  /** Also looks at exceptions that end a thread because nothing has caught them. */
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

  /** Ends without shutdown hooks, which could wait for something that does not work any more. */
  private static void end(VirtualMachineError error) {
    try {
      if (error instanceof OutOfMemoryError) {
        ERRORS.write(OUT_OF_MEMORY);
        System.err.println(": " + error.getMessage());
      } else {
        System.err.println(LAST_LINE + error);
      }
    } catch (IOException | VirtualMachineError noMoreCanBeSaid) {
      // It ends all the same.
    } finally {
      Runtime.getRuntime().halt(EXIT_CODE);
    }
  }
}
