package dev.fanfare.performance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The server as the launcher starts it, and its Redis. */
final class MeasuredDeployment implements AutoCloseable {
  static final Path JAR = Path.of("server/target/fanfare/fanfare.jar");
  private static final Pattern URL = Pattern.compile("http://localhost:\\d+");

  private final Running running = new Running();
  private final List<String> urls = new ArrayList<>();
  private final @Nullable RedisProcess redis;

  MeasuredDeployment(Topology topology, MeasuringPlan plan) {
    String cpus = topology.isPinned() ? plan.serverCpu() : "";
    redis =
        topology.hasRedis()
            ? RedisProcess.start(running, cpus, plan.raw().resolve("redis.log"))
            : null;
    for (int i = 0; i < topology.instances(); i++) {
      Path log = plan.raw().resolve("instance-" + i + ".log");
      running.start(cpus, log, serve());
      Running.await("an instance (see " + log + ")", () -> url(log).isPresent());
      urls.add(url(log).orElseThrow());
    }
  }

  List<String> urls() {
    return urls;
  }

  Optional<RedisProcess> redis() {
    return Optional.ofNullable(redis);
  }

  private List<String> serve() {
    List<String> command = new ArrayList<>(List.of("./fanfare", "serve", "--port", "0"));
    if (redis != null) {
      command.addAll(List.of("--redis", redis.uri()));
    }
    return command;
  }

  /** This Java, with the object layout that the launcher uses. */
  static List<String> java(String heap) {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    return new ArrayList<>(List.of(java, heap, "-XX:+UseCompactObjectHeaders"));
  }

  private static Optional<String> url(Path log) {
    try {
      return Optional.of(URL.matcher(Files.readString(log)))
          .filter(Matcher::find)
          .map(Matcher::group);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() {
    running.close();
  }
}
