package dev.fanfare.command;

import java.util.Locale;

/** The main class of the program. */
public final class FanfareApplication {

  private FanfareApplication() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    EndOnVirtualMachineError.install();
    // What is printed here is read by programs, and libraries format it as well: never with the
    // digits and the case rules of the user's language.
    Locale.setDefault(Locale.ROOT);
    System.exit(FanfareCommand.execute(arguments));
  }
}
