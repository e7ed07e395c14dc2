package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A proxy that runs with its example, before two servers. */
final class ProxyProcess implements AutoCloseable {
  private static final Path EXAMPLES = Repository.ROOT.resolve("examples/proxy");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Process process;
  private final int port;

  private ProxyProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  static ProxyProcess start(ProxyProgram program, Path parent, int one, int two) {
    try {
      int port = FreePort.find();
      Path folder = Files.createTempDirectory(parent, program.command());
      String example = Files.readString(EXAMPLES.resolve(program.example()));
      assertThat(example).contains("127.0.0.1:8123", "127.0.0.1:8124");
      String adapted =
          program
              .adapted(example, port, folder)
              .replace("127.0.0.1:8123", "127.0.0.1:" + one)
              .replace("127.0.0.1:8124", "127.0.0.1:" + two)
              .replace(" 60s", " 3s");
      Path config = Files.writeString(folder.resolve(program.example()), adapted);
      Path log = folder.resolve("log");
      List<String> command = new ArrayList<>(List.of(program.path().orElseThrow().toString()));
      command.addAll(program.arguments(config));
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("HOME", folder.toString());
      Process process = builder.redirectOutput(log.toFile()).start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
      await("start of " + program)
          .atMost(PATIENCE)
          .failFast(() -> assertThat(process.isAlive()).as(log(log)).isTrue())
          .until(() -> isOpen(port));
      return new ProxyProcess(process, port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String log(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isOpen(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  int port() {
    return port;
  }

  /** What a browser would send as {@code Host}. */
  String host() {
    return "fanfare.example.org:" + port;
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }
}
