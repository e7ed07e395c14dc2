package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.InstanceProcess;
import dev.fanfare.Signal;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command as users run it: the packaged jar, in a process of its own. */
final class CommandProcess implements AutoCloseable {
  private static final Path FOLDER = Path.of("target/commands");
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final File out = file("out");
  private final File err = file("err");
  private final Process process;

  private CommandProcess(ProcessBuilder builder) {
    try {
      process = builder.redirectOutput(out).redirectError(err).start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static CommandProcess start(String... arguments) {
    return new CommandProcess(builder(List.of(), arguments));
  }

  /** Starts a command in a virtual machine with these options. */
  static CommandProcess with(List<String> options, String... arguments) {
    return new CommandProcess(builder(options, arguments));
  }

  /** Starts a command that uses this instance. */
  static CommandProcess at(String url, String... arguments) {
    return start(withUrl(url, arguments));
  }

  static String[] withUrl(String url, String... arguments) {
    return Stream.concat(Stream.of(arguments), Stream.of("--url", url)).toArray(String[]::new);
  }

  /** Starts a command as the launcher does when all streams are a terminal of 60 columns. */
  static CommandProcess onTerminal(String... arguments) {
    return new CommandProcess(
        builder(List.of("-Dfanfare.terminal=012", "-Dfanfare.columns=60"), arguments));
  }

  static ProcessBuilder builder(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", InstanceProcess.JAR.toString()));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.environment().keySet().removeAll(List.of("FANFARE_URL", "NO_COLOR"));
    return builder;
  }

  /** Writes the whole input of the command. */
  CommandProcess read(String input) {
    try (var in = process.getOutputStream()) {
      in.write(input.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return this;
  }

  /**
   * Waits until the output contains this text.
   *
   * @return all lines of the output
   */
  List<String> awaitOut(String text) {
    return awaitIn(out, text);
  }

  List<String> awaitErr(String text) {
    return awaitIn(err, text);
  }

  List<String> out() {
    return lines(out);
  }

  List<String> err() {
    return lines(err);
  }

  void signal(Signal signal) {
    signal.to(process);
  }

  int exitCode() {
    try {
      assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).as("ends").isTrue();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    return process.exitValue();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }

  private List<String> awaitIn(File file, String text) {
    await(text)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .failFast(() -> {
          if (!process.isAlive() && !String.join("\n", lines(file)).contains(text)) {
            throw new AssertionError("ended with " + process.exitValue() + ": " + err());
          }
        })
        .until(() -> String.join("\n", lines(file)).contains(text));
    return lines(file);
  }

  private static List<String> lines(File file) {
    try {
      return Files.readString(file.toPath()).lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static File file(String name) {
    try {
      return File.createTempFile(name + "-", ".txt", Files.createDirectories(FOLDER).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
