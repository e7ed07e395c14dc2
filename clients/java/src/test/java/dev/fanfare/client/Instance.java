package dev.fanfare.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The packaged server as a process of its own, which can be killed and started again. */
final class Instance implements AutoCloseable {
  private static final Path JAR = Path.of("../../server/target/fanfare/fanfare.jar");

  private final Map<String, String> settings;
  private Process process;
  private final URI url;

  Instance() {
    this(Map.of());
  }

  /** With these variables in its environment. */
  Instance(Map<String, String> settings) {
    this.settings = settings;
    process = start("0");
    url = announced(process);
  }

  URI url() {
    return url;
  }

  /** Ends it without a goodbye. */
  void kill() {
    process.destroyForcibly();
    process.onExit().join();
  }

  /** Asks it to end, which it does with a goodbye. */
  void stop() {
    process.destroy();
    process.onExit().join();
  }

  /** Starts it again at the same port, with an empty store. */
  void restart() {
    process = start(String.valueOf(url.getPort()));
    announced(process);
  }

  @Override
  public void close() {
    kill();
  }

  private Process start(String port) {
    if (!Files.exists(JAR)) {
      throw new AssertionError(
          JAR + " is missing: package the server first, ./mvnw -pl clients/java/it -am verify");
    }
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Xmx256m", "-jar", JAR.toString()));
    command.addAll(List.of("--port", port));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().putAll(settings);
      return builder.start();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /**
   * Waits for the line {@code page http://...}. Later output is read, so that the process does not
   * block.
   */
  private static URI announced(Process process) {
    BufferedReader output = process.inputReader();
    List<String> said = new ArrayList<>();
    try {
      for (String line = output.readLine(); line != null; line = output.readLine()) {
        said.add(line);
        if (line.strip().startsWith("page")) {
          Thread.ofVirtual().start(() -> output.lines().forEach(_ -> {}));
          return URI.create(line.substring(line.indexOf("http")).strip().replaceAll("/$", ""));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    throw new AssertionError("ended without naming its page: " + said);
  }
}
