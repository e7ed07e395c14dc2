package dev.fanfare;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A real redis-server of its own on a free port, which keeps nothing on disk. */
public final class RedisServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final int port = freePort();
  private final Path directory;
  private Process process;

  private RedisServer() throws IOException {
    directory = Files.createTempDirectory("fanfare-redis");
    process = run();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /** Starts one, and waits until it answers. */
  public static RedisServer start() {
    try {
      RedisServer server = new RedisServer();
      server.awaitAnswer();
      return server;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public String uri() {
    return "redis://127.0.0.1:" + port;
  }

  public int port() {
    return port;
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

  /** Starts it again on the same port, empty, and waits until it answers. */
  public void restart() {
    kill();
    process = run();
    awaitAnswer();
  }

  /** Sends one command over a connection of its own; the answer as Redis spells it. */
  public String ask(String command) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1_000);
      socket.setSoTimeout(1_000);
      socket.getOutputStream().write((command + "\r\nQUIT\r\n").getBytes(US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), US_ASCII);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    kill();
    try {
      Files.delete(directory);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Process run() {
    try {
      return new ProcessBuilder(
              List.of(
                  "redis-server",
                  "--port",
                  String.valueOf(port),
                  "--bind",
                  "127.0.0.1",
                  "--dir",
                  directory.toString(),
                  "--save",
                  "",
                  "--appendonly",
                  "no"))
          .redirectErrorStream(true)
          .redirectOutput(ProcessBuilder.Redirect.DISCARD)
          .start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitAnswer() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(this::answers);
  }

  private boolean answers() {
    try {
      return ask("PING").startsWith("+PONG");
    } catch (UncheckedIOException e) {
      return false;
    }
  }

  private static int freePort() {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
