package dev.fanfare.command;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code fanfare serve}: runs one instance until Ctrl-C or SIGTERM. */
@Command(
    name = "serve",
    description = "Runs the server until Ctrl-C or SIGTERM.",
    mixinStandardHelpOptions = true,
    versionProvider = FanfareCommand.Version.class)
final class ServeCommand implements Callable<Integer> {
  private static final Duration CLOSE = Duration.ofSeconds(10);

  @Option(
      names = "--port",
      paramLabel = "PORT",
      defaultValue = "${env:FANFARE_PORT:-8123}",
      converter = PortConverter.class,
      description = "Port to listen on, 0 for any free one (FANFARE_PORT; default: 8123).")
  private int port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      defaultValue = "${env:FANFARE_BIND:-127.0.0.1}",
      description =
          "Address to listen on, 0.0.0.0 for all (FANFARE_BIND; default: 127.0.0.1, this machine only).")
  private String bind = "";

  @Option(
      names = "--redis",
      paramLabel = "URI",
      defaultValue = "${env:FANFARE_REDIS:-" + Option.NULL_VALUE + "}",
      description =
          "Redis that several instances share, as redis://host:6379,"
              + " redis-sentinel://host,host,host#master or redis-cluster://host,host; rediss with"
              + " TLS (FANFARE_REDIS; default: none, one instance alone, in memory).")
  private @Nullable String redis;

  @Option(
      names = "--min-replicas",
      paramLabel = "N",
      defaultValue = "${env:FANFARE_REDIS_MIN_REPLICAS:-" + Option.NULL_VALUE + "}",
      converter = Converters.OfReplicas.class,
      description =
          "Replicas of Redis that must have an event before its publisher is answered; with fewer"
              + " the answer is 503 (FANFARE_REDIS_MIN_REPLICAS; default: 0).")
  private @Nullable Integer minReplicas;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Web pages of this origin, e.g. https://board.example, may use the server, in addition to"
              + " its own pages (repeatable; FANFARE_ALLOWED_ORIGINS).")
  private List<String> allowedOrigins = List.of();

  @Option(
      names = "--allow-host",
      paramLabel = "HOST",
      split = ",",
      description =
          "Requests may use this host name, e.g. fanfare.example, in addition to localhost, IP"
              + " addresses and the address of --bind; *.example.com for all names below it, * for"
              + " any (repeatable; FANFARE_ALLOWED_HOSTS).")
  private List<String> allowedHosts = List.of();

  @Override
  public Integer call() throws CommandFailedException, InterruptedException {
    String redisUri = redis == null || redis.isBlank() ? null : redis;
    if (minReplicas != null && minReplicas > 0 && redisUri == null) {
      throw new CommandFailedException("--min-replicas needs --redis: memory has no replicas");
    }
    Server server =
        Server.start(
            new ServerOptions(bind, port, redisUri, minReplicas, allowedOrigins, allowedHosts));
    Runtime.getRuntime().addShutdownHook(new Thread(() -> shutDown(server), "shutdown"));
    System.out.println(server.greeting());
    new CountDownLatch(1).await();
    return 0;
  }

  /** Closes the server; ends the process if the server has not closed in time. */
  private static void shutDown(Server server) {
    Thread closing = Thread.ofPlatform().daemon().name("close").start(server::close);
    try {
      if (!closing.join(CLOSE)) {
        System.err.println(
            "fanfare: the server has not closed within %d s: ends anyway"
                .formatted(CLOSE.toSeconds()));
        Runtime.getRuntime().halt(CommandLine.ExitCode.SOFTWARE);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
