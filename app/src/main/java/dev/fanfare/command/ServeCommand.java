package dev.fanfare.command;

import dev.fanfare.settings.Setting;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code fanfare serve}: runs one instance until Ctrl-C or SIGTERM. */
@Command(
    name = "serve",
    description = "Runs the server until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class ServeCommand implements Callable<Integer> {
  private static final Duration CLOSE = Duration.ofSeconds(10);

  @Mixin private final ServerOptions options = new ServerOptions();

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    Termination.endsWithSuccess();
    Map<Setting, String> given = options.given();
    LogSettings log = LogSettings.early(given, System.getenv());
    log.apply();
    ServerContext prepared = ServerContext.of(given, System.getenv(), log.instance());
    log.correct(prepared.settings());
    prepared.warnings().forEach(line -> System.err.println("fanfare: " + line));
    Server server = Server.start(prepared);
    server.logStart();
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(server), "shutdown"));
    System.out.println(server.greeting());
    new CountDownLatch(1).await();
    return 0;
  }

  /** Closes the server; ends the process if the server has not closed in time. */
  private static void shutDown(Server server) {
    server.logEnd();
    Thread closing = Thread.ofPlatform().daemon().name("close").start(server::close);
    try {
      if (!closing.join(CLOSE)) {
        System.err.println(
            String.format(
                Locale.ROOT,
                "fanfare: the server has not closed within %d s: ends anyway",
                CLOSE.toSeconds()));
        Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
