package dev.fanfare.command;

import dev.fanfare.settings.Setting;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options of a server. Each is a {@link Setting}, which reads and checks its value. */
final class ServerOptions {
  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on, 0 for any free one (FANFARE_PORT; default: 8123).")
  private @Nullable String port;

  @Option(
      names = "--bind",
      paramLabel = "ADDRESS",
      description =
          "Address to listen on, 0.0.0.0 for all (FANFARE_BIND; default: 127.0.0.1, this machine only).")
  private @Nullable String bind;

  @Option(
      names = "--redis",
      paramLabel = "URI",
      description =
          "Redis that several instances share, as redis://host:6379,"
              + " redis-sentinel://host,host,host#master or redis-cluster://host,host; rediss with"
              + " TLS (FANFARE_REDIS; default: none, one instance alone, in memory).")
  private @Nullable String redis;

  @Option(
      names = "--wait-for-redis",
      paramLabel = "TIME",
      description =
          "How long the start waits for a Redis that cannot be reached yet, e.g. 30s; 0s does not"
              + " wait (FANFARE_WAIT_FOR_REDIS; default: 5s).")
  private @Nullable String waitForRedis;

  @Option(
      names = "--min-replicas",
      paramLabel = "N",
      description =
          "Replicas of Redis that must have an event before its publisher is answered; with fewer"
              + " the answer is 503 (FANFARE_REDIS_MIN_REPLICAS; default: 0).")
  private @Nullable String minReplicas;

  @Option(
      names = "--allow-origin",
      paramLabel = "ORIGIN",
      split = ",",
      description =
          "Web pages of this origin, e.g. https://board.example, may use the server, in addition to"
              + " its own pages; https://*.example.com for all below a name (repeatable;"
              + " FANFARE_ALLOWED_ORIGINS).")
  private List<String> allowedOrigins = new ArrayList<>();

  @Option(
      names = "--allow-host",
      paramLabel = "HOST",
      split = ",",
      description =
          "Requests may use this host name, e.g. fanfare.example, in addition to localhost, IP"
              + " addresses and the address of --bind; *.example.com for all names below it, * for"
              + " any (repeatable; FANFARE_ALLOWED_HOSTS).")
  private List<String> allowedHosts = new ArrayList<>();

  @Option(
      names = "--log-level",
      paramLabel = "LEVEL",
      description =
          "Least important lines to log: error, warn, info, debug or trace (FANFARE_LOG_LEVEL;"
              + " default: info). Libraries log warnings and errors only.")
  private @Nullable String logLevel;

  @Option(
      names = "--log-format",
      paramLabel = "FORMAT",
      description = "Form of a line of the log: text or json (FANFARE_LOG_FORMAT; default: text).")
  private @Nullable String logFormat;

  /** What is set. An empty value sets the default, also if the environment sets another. */
  Map<Setting, String> given() {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    put(given, Setting.PORT, port);
    put(given, Setting.BIND, bind);
    put(given, Setting.REDIS, redis);
    put(given, Setting.WAIT_FOR_REDIS, waitForRedis);
    put(given, Setting.REDIS_MIN_REPLICAS, minReplicas);
    put(given, Setting.LOG_LEVEL, logLevel);
    put(given, Setting.LOG_FORMAT, logFormat);
    put(given, Setting.ALLOWED_ORIGINS, joined(allowedOrigins));
    put(given, Setting.ALLOWED_HOSTS, joined(allowedHosts));
    return given;
  }

  private static void put(Map<Setting, String> given, Setting setting, @Nullable String value) {
    if (value != null) {
      given.put(setting, value);
    }
  }

  private static @Nullable String joined(List<String> values) {
    return values.isEmpty() ? null : String.join(",", values);
  }
}
