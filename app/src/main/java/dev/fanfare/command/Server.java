package dev.fanfare.command;

import dev.fanfare.backplane.redis.RedisBackplane;
import dev.fanfare.metrics.ProgramVersion;
import dev.fanfare.session.SessionSettings;
import dev.fanfare.session.Sessions;
import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanCreationException;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.util.Locale;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One running instance. */
final class Server implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Server.class);
  private static final int MIB_BITS = 20;

  private static final Set<String> HERE = Set.of("0.0.0.0", "::", "127.0.0.1", "::1", "localhost");

  private final ApplicationContext context;
  private final Settings settings;
  private final int port;

  private Server(ApplicationContext context, Settings settings, int port) {
    this.context = context;
    this.settings = settings;
    this.port = port;
  }

  /**
   * Starts an instance and returns when it listens.
   *
   * @throws CommandFailedException if it cannot listen at its address, a setting is invalid, or its
   *     Redis cannot be used
   */
  static Server start(ServerContext prepared) throws CommandFailedException {
    Settings settings = prepared.settings();
    ApplicationContext context = startContext(prepared);
    try {
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      return new Server(context, settings, server.getPort());
    } catch (ServerStartupException failure) {
      context.close();
      throw new CommandFailedException(
          String.format(
              Locale.ROOT,
              "cannot listen on %s:%s: %s (choose with --bind and --port)",
              settings.text(Setting.BIND),
              settings.shown(Setting.PORT),
              FailureText.of(failure)));
    }
  }

  private static ApplicationContext startContext(ServerContext prepared)
      throws CommandFailedException {
    try {
      return prepared.context().start();
    } catch (BeanCreationException failure) {
      throw new StartRefusal(prepared.settings()).of(failure).orElseThrow(() -> failure);
    }
  }

  /** The first lines that the server prints: its addresses. */
  String greeting() {
    String bind = settings.text(Setting.BIND);
    String host = HERE.contains(bind) ? "localhost" : bind;
    String url = "http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    return String.format(
        Locale.ROOT,
        """
        Fanfare is up (%s)
          page    %s/
          API     %s/docs
          health  %s/health\
        """,
        settings.given(Setting.REDIS).isEmpty() ? "in memory" : "with Redis",
        url,
        url,
        url);
  }

  /** Logs what runs here, in one line. */
  void logStart() {
    SessionSettings limits = context.getBean(SessionSettings.class);
    LOG.info(
        "fanfare {} listens on {}:{}: pid {}, Java {}, heap {} MiB, {}; at most {} sockets, and {}"
            + " topics and {} frames a second for each; log level {}",
        ProgramVersion.text(),
        settings.text(Setting.BIND),
        port,
        ProcessHandle.current().pid(),
        Runtime.version(),
        Runtime.getRuntime().maxMemory() >> MIB_BITS,
        context.findBean(RedisBackplane.class).map(Object::toString).orElse("topics in memory"),
        limits.connections(),
        limits.topics(),
        limits.messagesPerSecond(),
        LogSettings.level(settings));
  }

  /** Logs that the instance ends because it was asked to. */
  void logEnd() {
    LOG.info(
        "asked to end: {} sockets are closed, and their clients connect again elsewhere",
        context.getBean(Sessions.class).count());
  }

  int port() {
    return port;
  }

  @Override
  public void close() {
    context.close();
  }
}
