package dev.fanfare.attack;

import dev.fanfare.Answer;
import dev.fanfare.InstanceProcess;
import dev.fanfare.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The server that is attacked: a process with a small heap and few files, seen from outside. */
final class Victim implements AutoCloseable {
  static final int DIRECT_MIB = 256;
  private static final int FILES = 1024;

  private static final int JCMD_SECONDS = 20;
  private static final Pattern USED = Pattern.compile("used (\\d+)K");
  private static final Pattern COMMITTED = Pattern.compile("committed (\\d+)K");
  private static final Pattern RESIDENT = Pattern.compile("VmRSS:\\s*(\\d+) kB");
  private static final Pattern COMPLAINT =
      Pattern.compile("(?m)^.*(?:\\bERROR\\b|^\\s+at [\\w.$/]+\\(|LEAK:|OutOfMemory).*$");

  private final Setup setup;
  private final InstanceProcess instance;
  private final Optional<RedisServer> redis;
  private int seen;

  private Victim(Setup setup, InstanceProcess instance, Optional<RedisServer> redis) {
    this.setup = setup;
    this.instance = instance;
    this.redis = redis;
  }

  /** Starts one, and waits until it serves. */
  static Victim start(Setup setup) {
    Optional<RedisServer> redis =
        setup.hasRedis() ? Optional.of(RedisServer.start()) : Optional.empty();
    InstanceProcess instance = launch("attacked", setup, redis);
    try {
      return new Victim(setup, instance.awaitReady(), redis);
    } catch (RuntimeException | AssertionError e) {
      instance.kill();
      redis.ifPresent(RedisServer::close);
      throw e;
    }
  }

  private static InstanceProcess launch(String name, Setup setup, Optional<RedisServer> redis) {
    List<String> options =
        new ArrayList<>(
            List.of(
                // The same collector on every machine, because its output is read.
                "-XX:+UseG1GC",
                "-Xmx" + setup.heapMiB() + "m",
                "-XX:MaxDirectMemorySize=" + DIRECT_MIB + "m",
                "-Xmn24m",
                // The paranoid level records each access to a buffer, which takes more memory than
                // the buffers.
                "-Dio.netty.leakDetection.level=simple",
                "-Dio.netty.leakDetection.samplingInterval=16",
                // Short enough that slow readers would be cut if the server took them for stopped
                // ones.
                "-Dfanfare.unread=3s"));
    redis.ifPresent(it -> options.addAll(List.of("--redis", it.uri())));
    return InstanceProcess.launchWithFiles(FILES, name, options.toArray(String[]::new));
  }

  Setup setup() {
    return setup;
  }

  int port() {
    return URI.create(instance.url()).getPort();
  }

  /** Another instance, which has only the content of the store; empty if no store is shared. */
  Optional<InstanceProcess> another() {
    return redis.map(_ -> launch("fresh", setup, redis).awaitReady());
  }

  boolean isAlive() {
    return instance.isAlive();
  }

  /** The level after a garbage collection, which this starts. */
  Level level() throws IOException {
    String said = jcmd("GC.run\nGC.heap_info");
    long used = sumKib(USED, said);
    if (used == 0) {
      throw new IOException("jcmd says: " + said.lines().limit(3).toList());
    }
    long resident = residentMiB();
    return new Level(used >> 10, resident - (sumKib(COMMITTED, said) >> 10), resident, files());
  }

  private static long sumKib(Pattern pattern, String text) {
    return pattern.matcher(text).results().mapToLong(it -> Long.parseLong(it.group(1))).sum();
  }

  long residentMiB() {
    try {
      String status = Files.readString(process().resolve("status"));
      return sumKib(RESIDENT, status) >> 10;
    } catch (IOException e) {
      return 0;
    }
  }

  int files() {
    try (Stream<Path> open = Files.list(process().resolve("fd"))) {
      return (int) open.count();
    } catch (IOException | UncheckedIOException e) {
      return 0;
    }
  }

  /** The reason why it is not healthy; empty if it is healthy. */
  Optional<String> ailment() {
    if (!isAlive()) {
      return Optional.of("it has ended");
    }
    return Stream.of("/health/liveness", "/health/readiness")
        .flatMap(it -> ailment(it).stream())
        .findFirst();
  }

  private Optional<String> ailment(String path) {
    try {
      Answer answer = Honest.get(port(), path);
      return answer.status() == 200
          ? Optional.empty()
          : Optional.of(path + " answers " + answer.status());
    } catch (IOException e) {
      return Optional.of(path + ": " + e.getMessage());
    }
  }

  /** The output since the last call. */
  String news() {
    String log = instance.log();
    String news = log.substring(Math.min(seen, log.length()));
    seen = log.length();
    return news;
  }

  /** The first line that reports a bug. */
  static Optional<String> complaint(String log) {
    return COMPLAINT.matcher(log).results().map(MatchResult::group).findFirst();
  }

  @Override
  public void close() {
    instance.kill();
    redis.ifPresent(RedisServer::close);
  }

  private Path process() {
    return Path.of("/proc", String.valueOf(instance.pid()));
  }

  private String jcmd(String commands) throws IOException {
    String program = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Path answer = Files.createTempFile("jcmd", ".txt");
    @Nullable Process process = null;
    try {
      process =
          new ProcessBuilder(program, String.valueOf(instance.pid()), commands)
              .redirectErrorStream(true)
              .redirectOutput(answer.toFile())
              .start();
      if (!process.waitFor(JCMD_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException("no answer to jcmd after " + JCMD_SECONDS + " s");
      }
      return Files.readString(answer);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    } finally {
      if (process != null) {
        process.destroyForcibly();
      }
      Files.delete(answer);
    }
  }
}
