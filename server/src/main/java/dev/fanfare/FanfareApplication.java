package dev.fanfare;

import dev.fanfare.command.FanfareCommand;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.info.Info;

/** The program. */
@OpenAPIDefinition(
    info =
        @Info(
            title = "Fanfare",
            version = "1",
            description =
                "Tells every browser what has just changed, whichever instance it is connected to."))
public final class FanfareApplication {

  private FanfareApplication() {}

  /** Runs the command line and leaves with its exit code. */
  public static void main(String[] arguments) {
    EndOnVirtualMachineError.install();
    System.exit(FanfareCommand.execute(arguments));
  }
}
