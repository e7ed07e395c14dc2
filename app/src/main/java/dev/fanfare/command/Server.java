package dev.fanfare.command;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.exceptions.BeanCreationException;
import io.micronaut.http.server.exceptions.ServerStartupException;
import io.micronaut.runtime.server.EmbeddedServer;
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
   * @throws CommandFailedException if it cannot listen at its address, a setting is invalid, or its
   *     Redis cannot be used
   */
  static Server start(ServerOptions options) throws CommandFailedException {
    ApplicationContext context = startContext(options);
    try {
      EmbeddedServer server = context.getBean(EmbeddedServer.class).start();
      return new Server(context, options, server.getPort());
    } catch (ServerStartupException failure) {
      context.close();
      throw new CommandFailedException(
          "cannot listen on %s:%d: %s (choose with --bind and --port)"
              .formatted(options.bind(), options.port(), FailureText.of(failure)));
    }
  }

  private static ApplicationContext startContext(ServerOptions options)
      throws CommandFailedException {
    try {
      return ApplicationContext.builder()
          .banner(false)
          .deduceEnvironment(false)
          // FANFARE_URL is for clients; the server needs none.
          .environmentVariableExcludes("FANFARE_URL")
          .properties(options.properties())
          .start();
    } catch (BeanCreationException failure) {
      String refusal =
          new StartRefusal(System.getenv().keySet()).of(failure).orElseThrow(() -> failure);
      throw new CommandFailedException(refusal);
    }
  }

  /** The first lines that the server prints: its addresses. */
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

  int port() {
    return port;
  }

  @Override
  public void close() {
    context.close();
  }
}
