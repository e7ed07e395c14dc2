package dev.fanfare.command;

/** The program. */
public final class FanfareApplication {

  private FanfareApplication() {}

  /** Runs the command line and leaves with its exit code. */
  public static void main(String[] arguments) {
    EndOnVirtualMachineError.install();
    System.exit(FanfareCommand.execute(arguments));
  }
}
