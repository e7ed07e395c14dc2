package dev.fanfare.command;

/** The main class of the program. */
public final class FanfareApplication {

  private FanfareApplication() {}

  /** Runs the command line and ends the process with its exit code. */
  public static void main(String[] arguments) {
    EndOnVirtualMachineError.install();
    System.exit(FanfareCommand.execute(arguments));
  }
}
