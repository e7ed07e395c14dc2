package dev.fanfare.command;

import io.micronaut.context.ApplicationContext;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.BindException;
import java.util.Set;

/** One running instance. */
final class Server implements AutoCloseable {

  private static final Set<String> HERE = Set.of("0.0.0.0", "::", "127.0.0.1", "::1", "localhost");

  private final ApplicationContext context;
  private final ServerOptions options;
  private final int port;

  private Server(ApplicationContext context, ServerOptions options, int port) {
    this.context = context;
    this.options = options;
    this.port = port;
  }

  /**
   * Starts an instance and returns when it listens.
   *
   * @throws StartRefusedException if it cannot listen where it is told to
   */
  static Server start(ServerOptions options) throws StartRefusedException {
    ApplicationContext context =
        ApplicationContext.builder()
            .banner(false)
            .deduceEnvironment(false)
            .properties(options.properties())
            .start();
    try {
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      return new Server(context, options, server.getPort());
    } catch (ServerStartupException failure) {
      context.close();
      throw new StartRefusedException(
          "cannot listen on %s:%d: %s".formatted(options.bind(), options.port(), reason(failure)));
    }
  }

  /** Where to look first, for the person who has just started it. */
  String greeting() {
    String host = HERE.contains(options.bind()) ? "localhost" : options.bind();
    String url = "http://%s:%d".formatted(host.contains(":") ? "[" + host + "]" : host, port);
    return """
    Fanfare is up (%s)
      page    %s/
      API     %s/docs
      health  %s/health\
    """
        .formatted(options.redisUri() == null ? "in memory" : "with Redis", url, url, url);
  }

  @Override
  public void close() {
    context.close();
  }

  private static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause instanceof BindException && String.valueOf(cause.getMessage()).contains("in use")
        ? "the port is already in use, choose another with --port"
        : String.valueOf(cause.getMessage());
  }
}
