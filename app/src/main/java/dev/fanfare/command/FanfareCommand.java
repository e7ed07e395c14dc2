package dev.fanfare.command;

import dev.fanfare.client.FanfareException;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * {@code fanfare}: the root of the command line. It does nothing itself except to run a subcommand.
 */
@Command(
    name = "fanfare",
    description = "Tells every browser what has just changed. Without a command: serve.",
    subcommands = {
      ServeCommand.class,
      PublishCommand.class,
      TailCommand.class,
      CheckCommand.class,
      BenchCommand.class,
      SettingsCommand.class,
      RehearseCommand.class
    },
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class FanfareCommand {

  private static final Set<String> ROOT_OPTIONS = Set.of("-h", "--help", "-V", "--version");

  private FanfareCommand() {}

  /**
   * Parses and runs a command line.
   *
   * @return the exit code: 0 after a clean end, 1 after a failure, 2 for a wrong command line
   */
  static int execute(String... arguments) {
    return commandLine().execute(withCommand(arguments));
  }

  static CommandLine commandLine() {
    return new CommandLine(new FanfareCommand())
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setHelpFactory(WholeWordsHelp::new)
        .setParameterExceptionHandler(FanfareCommand::refuseUsage)
        .setExecutionExceptionHandler((failure, commandLine, _) -> refuse(failure, commandLine));
  }

  /** {@code fanfare --port 9000} means {@code fanfare serve --port 9000}. */
  private static String[] withCommand(String... arguments) {
    boolean commandGiven =
        arguments.length > 0
            && (!arguments[0].startsWith("-") || ROOT_OPTIONS.contains(arguments[0]));
    return commandGiven
        ? arguments
        : Stream.concat(Stream.of("serve"), Stream.of(arguments)).toArray(String[]::new);
  }

  private static int refuseUsage(ParameterException refusal, String... arguments) {
    CommandLine commandLine = refusal.getCommandLine();
    String command = commandLine.getParent() == null ? "" : commandLine.getCommandName() + " ";
    commandLine
        .getErr()
        .println("fanfare: " + message(refusal) + " (see fanfare " + command + "--help)");
    return CommandLine.ExitCode.USAGE;
  }

  /**
   * Leaves out picocli's argument index, which also counts a "serve" that the user did not write.
   */
  private static String message(ParameterException refusal) {
    return refusal instanceof UnmatchedArgumentException unmatched
        ? "unknown: " + String.join(" ", unmatched.getUnmatched())
        : String.valueOf(refusal.getMessage());
  }

  /** Prints the message of a refusal. Any other exception is a bug and gets a stack trace. */
  private static int refuse(Exception failure, CommandLine commandLine) throws Exception {
    if (!(failure instanceof CommandFailedException || failure instanceof FanfareException)) {
      throw failure;
    }
    commandLine.getErr().println("fanfare: " + failure.getMessage());
    return failure instanceof CommandFailedException known
        ? known.exitCode()
        : CommandLine.ExitCode.SOFTWARE;
  }

  /** The version that the build wrote into the jar. */
  static final class Version implements IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = FanfareCommand.class.getPackage().getImplementationVersion();
      return new String[] {"fanfare " + (version == null ? "(unpackaged)" : version)};
    }
  }
}
