package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * An instance as users run it: the packaged jar, in a process of its own. The port is a free one
 * unless it is given.
 */
public final class InstanceProcess implements AutoCloseable {
  /** As the build leaves it. */
  public static final Path JAR =
      Path.of(System.getProperty("fanfare.jar", "../server/target/fanfare/fanfare.jar"));

  private static final Path LOGS = Path.of("target/instances");
  private static final Pattern PAGE = Pattern.compile("page +http://localhost:(\\d+)/");
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final HttpClient http = HttpClient.newHttpClient();
  private final String name;
  private final File log;
  private final Process process;

  private InstanceProcess(String name, List<String> prefix, String... options) throws IOException {
    this.name = name;
    log = File.createTempFile(name + "-", ".log", Files.createDirectories(LOGS).toFile());
    List<String> command = new ArrayList<>(prefix);
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx256m", "-XX:TieredStopAtLevel=1"));
    // A leak is found when the buffer is collected. With a small young generation this is soon.
    command.add("-Xmn8m");
    command.add("-Dio.netty.leakDetection.level=paranoid");
    command.addAll(Stream.of(options).filter(InstanceProcess::isSetting).toList());
    command.addAll(List.of("-jar", JAR.toString(), "serve"));
    command.addAll(Stream.of(options).filter(it -> !isSetting(it)).toList());
    if (!command.contains("--port")) {
      command.addAll(List.of("--port", "0"));
    }
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("FANFARE_INSTANCE", name);
    process = builder.redirectOutput(log).start();
    Runtime.getRuntime().addShutdownHook(new Thread(this::kill));
  }

  /**
   * Starts one, and returns without waiting for it.
   *
   * @param options of {@code serve}, and of the JVM if they begin with {@code -D} or {@code -X},
   *     like {@code -Dfanfare.heartbeat=1s}
   */
  public static InstanceProcess launch(String name, String... options) {
    return launch(name, List.of(), options);
  }

  /** Starts one that may have at most this number of open files, sockets included. */
  public static InstanceProcess launchWithFiles(int files, String name, String... options) {
    // The shell is replaced by Java, so the process is the instance itself.
    List<String> limit = List.of("sh", "-c", "ulimit -n " + files + " && exec \"$@\"", "sh");
    return launch(name, limit, options);
  }

  private static InstanceProcess launch(String name, List<String> prefix, String... options) {
    try {
      return new InstanceProcess(name, prefix, options);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Waits until it serves. If it does not, the failure shows its output. */
  public InstanceProcess awaitReady() {
    await("start of " + this)
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(50))
        .failFast(this::checkAlive)
        .until(() -> announcedPort().isPresent() && isReady());
    return this;
  }

  public boolean isReady() {
    return get("/health/readiness").statusCode() == 200;
  }

  /** Its URL, without a slash at the end. */
  public String url() {
    return "http://localhost:" + announcedPort().orElseThrow();
  }

  public int port() {
    return URI.create(url()).getPort();
  }

  public URI socket(String topic) {
    return URI.create(url().replaceFirst("http", "ws") + "/v1/ws?topic=" + topic);
  }

  public HttpResponse<String> get(String path) {
    return send(request(path).build());
  }

  public HttpResponse<String> post(String path, String json, String... headers) {
    HttpRequest.Builder request = request(path).header("Content-Type", "application/json");
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.POST(BodyPublishers.ofString(json)).build());
  }

  /** Starts another one at the port of this one, with these options. */
  public InstanceProcess again(String... options) {
    List<String> all = new ArrayList<>(List.of(options));
    all.addAll(List.of("--port", String.valueOf(port())));
    return launch(name, all.toArray(String[]::new));
  }

  /** Asks it to end, as an operator would. */
  public void terminate() {
    process.destroy();
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

  public long pid() {
    return process.pid();
  }

  public boolean isAlive() {
    return process.isAlive();
  }

  /** Waits for its end. */
  public int exitCode() {
    await("end of " + this).atMost(PATIENCE).until(() -> !process.isAlive());
    return process.exitValue();
  }

  /** All its output. */
  public String log() {
    try {
      return Files.readString(log.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Also checks that Netty has reported no leak of a buffer. */
  @Override
  public void close() {
    kill();
    http.shutdownNow();
    assertThat(log()).doesNotContain("LEAK:");
  }

  @Override
  public String toString() {
    return "instance " + name;
  }

  private static boolean isSetting(String option) {
    return option.startsWith("-D") || option.startsWith("-X");
  }

  private void checkAlive() {
    if (!process.isAlive()) {
      throw new AssertionError(this + " has ended:\n" + log());
    }
  }

  private Optional<String> announcedPort() {
    return Optional.of(PAGE.matcher(log())).filter(Matcher::find).map(it -> it.group(1));
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(url() + path)).timeout(PATIENCE);
  }

  private HttpResponse<String> send(HttpRequest request) {
    try {
      HttpResponse<String> response = http.send(request, BodyHandlers.ofString());
      ApiDocument.check(Exchange.of(request, response));
      return response;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
