package dev.fanfare.command;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandleProxies;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import picocli.CommandLine.ExitCode;

/**
 * Makes a SIGTERM end the process with 0: a supervisor that asks a server to end takes 143, which
 * is what Java would exit with, for a failure. Ctrl-C still means 130.
 *
 * <p>The only way to the signal is a class that the compiler warns about, so it is found by name.
 */
final class Termination {
  private Termination() {}

  /** From now on. Without effect if this virtual machine does not handle signals. */
  static void endsWithSuccess() {
    try {
      Class<?> signal = Class.forName("sun.misc.Signal");
      Class<?> handler = Class.forName("sun.misc.SignalHandler");
      MethodHandles.Lookup lookup = MethodHandles.publicLookup();
      MethodHandle exit =
          MethodHandles.insertArguments(
              lookup.findStatic(System.class, "exit", MethodType.methodType(void.class, int.class)),
              0,
              ExitCode.OK);
      Object onSignal =
          MethodHandleProxies.asInterfaceInstance(
              handler, MethodHandles.dropArguments(exit, 0, signal));
      signal
          .getMethod("handle", signal, handler)
          .invoke(null, signal.getConstructor(String.class).newInstance("TERM"), onSignal);
    } catch (ReflectiveOperationException | IllegalArgumentException notHere) {
      // The exit code stays 143.
    }
  }
}
