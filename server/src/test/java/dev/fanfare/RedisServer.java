package dev.fanfare;

import static org.awaitility.Awaitility.await;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real redis-server on a free port. It keeps nothing on disk unless its options say so. */
public final class RedisServer implements RedisTopology {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int SOCKET_MILLIS = 1_000;

  private final int port;
  private final Path directory;
  private final List<String> command;
  private Process process;

  private RedisServer(String program, int port, List<String> options) throws IOException {
    this.port = port;
    directory = Files.createTempDirectory("fanfare-redis");
    command = new ArrayList<>(List.of(program));
    command.addAll(options);
    command.addAll(List.of("--port", String.valueOf(port), "--bind", "127.0.0.1"));
    command.addAll(List.of("--dir", directory.toString(), "--save", "", "--appendonly", "no"));
    process = run();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /**
   * Starts one, and waits until it answers.
   *
   * @param options of redis-server, as {@code "--requirepass", "secret"}
   */
  public static RedisServer start(String... options) {
    RedisServer server = launch(options);
    server.awaitAnswer();
    return server;
  }

  /** Starts the oldest supported version, and waits until it answers. */
  public static RedisServer startOldest(String... options) {
    RedisServer server =
        launch(OldestRedis.program().toString(), FreePort.findWithBus(), List.of(options));
    server.awaitAnswer();
    return server;
  }

  /** Starts one, and returns without waiting for it. The first option may be a file. */
  static RedisServer launch(String... options) {
    return launch("redis-server", FreePort.find(), List.of(options));
  }

  private static RedisServer launch(String program, int port, List<String> options) {
    try {
      return new RedisServer(program, port, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String uri() {
    return "redis://" + address();
  }

  /** Host and port. */
  public String address() {
    return "127.0.0.1:" + port;
  }

  public int port() {
    return port;
  }

  /** Where it keeps its files, which outlive its process. */
  public Path directory() {
    return directory;
  }

  @Override
  public List<RedisServer> nodes() {
    return List.of(this);
  }

  @Override
  public RedisServer master(String topic) {
    return this;
  }

  @Override
  public void awaitHealthy() {
    awaitAnswer();
  }

  /** Ends it as an operator would. */
  public void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Ends it as a crash would. */
  public void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Makes it hang: its sockets stay open, nothing answers. */
  public void pause() {
    Signal.STOP.to(process);
  }

  public void resume() {
    Signal.CONT.to(process);
  }

  /** Restarts it on the same port, with the data in its files, and waits until it answers. */
  public void restart() {
    kill();
    process = run();
    awaitAnswer();
  }

  /**
   * Sends one command, with single spaces between its words, over a connection of its own; returns
   * the answer as Redis encodes it.
   */
  public String ask(String question) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), SOCKET_MILLIS);
      socket.setSoTimeout(SOCKET_MILLIS);
      socket.getOutputStream().write(Resp.command(question));
      return Resp.answer(new BufferedInputStream(socket.getInputStream()));
    } catch (IOException e) {
      throw new UncheckedIOException("'%s' to %s".formatted(question, this), e);
    }
  }

  /** Whether it answers, and its answer contains this text. */
  public boolean answers(String question, String answer) {
    try {
      return ask(question).contains(answer);
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    kill();
    try (var files = Files.list(directory)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "Redis at " + address();
  }

  private Process run() {
    try {
      return new ProcessBuilder(command)
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    await("answer of " + this)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(() -> answers("PING", "PONG") || answers("PING", "-NOAUTH"));
  }
}
