package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.FreePort;
import dev.fanfare.InstanceProcess;
import dev.fanfare.settings.Setting;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged server, run the way a user runs it. */
@Timeout(60)
class CommandLineIT {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --prot 9000                       | 2 | unknown: --prot 9000
          bogus                             | 2 | unknown: bogus
          --port                            | 2 | Missing required parameter for option '--port'
          serve --port abc                  | 2 | --port "abc": expected a whole number from 0 to 65535
          settings --port 65536             | 2 | --port "65536": expected a whole number from 0 to 65535
          --bind no.such.host.invalid       | 1 | no.such.host.invalid:8123: there is no such host
          --redis localhost:6379            | 2 | --redis "localhost:6379": expected redis://
          --redis redis://me:pw@127.0.0.1:1 --wait-for-redis 0s | 1 | redis://***@127.0.0.1:1: Connection refused
          --redis redis-sentinel://127.0.0.1:1 | 2 | #master is missing
          --redis redis-cluster://127.0.0.1:1 --wait-for-redis 0s | 1 | redis-cluster://127.0.0.1:1: Connection refused
          --allow-origin board.example      | 2 | did you mean https://board.example?
          --allow-host http://fan.example   | 2 | --allow-host "http://fan.example": expected a host without a port
          --wait-for-redis 30               | 2 | --wait-for-redis "30": expected a time with its unit
          --min-replicas many               | 2 | --min-replicas "many": expected a whole number from 0 to 99
          --min-replicas 1                  | 2 | --min-replicas needs --redis
          --redis redis://no.such.host.invalid --wait-for-redis 0s | 1 | redis://no.such.host.invalid: there is no such host
          """)
  void a_wrong_command_line_is_refused_in_one_line(String arguments, int exitCode, String why)
      throws Exception {
    assertRefused(exitCode, why, arguments.split(" "));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FANFARE_HEARTBEAT   | 30  | expected a time with its unit, such as 500ms, 25s, 10m or 24h, from 1s to 1h
          FANFARE_CONNECTIONS | 10k | expected a whole number from 1 to 100000000
          FANFARE_LOG_EVENTS  | -1  | expected a whole number from 1 to 2147483647
          FANFARE_LOG_BYTES   | 1 M | expected a number of bytes, such as 65536, 64KiB or 1MB, from 1 to 2147483647
          FANFARE_PORT        | ten | expected a whole number from 0 to 65535
          FANFARE_REDIS       | host | expected redis://
          FANFARE_ALLOWED_HOSTS | a,b:1 | expected a host
          """)
  void a_wrong_variable_ends_the_start_in_one_line(String name, String value, String why)
      throws Exception {
    ProcessBuilder builder = builder("serve");
    builder.environment().put(name, value);
    String wrong = value.substring(value.indexOf(',') + 1);
    assertRefused(builder.start(), 2, name + " \"" + wrong + "\": " + why);
  }

  @Test
  void a_start_says_once_that_it_waits_for_redis() throws Exception {
    int nobody = FreePort.find();
    Process process =
        fanfare(
            "--port",
            "0",
            "--redis",
            "redis://:secret@127.0.0.1:" + nobody,
            "--wait-for-redis",
            "1s");
    List<String> lines = process.errorReader().lines().toList();
    assertThat(lines).hasSize(2);
    assertThat(lines.getFirst())
        .contains("***@127.0.0.1:" + nobody, "waits up to 1s", "--wait-for-redis");
    assertThat(lines.getLast()).startsWith("fanfare: cannot reach Redis").endsWith("refused");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  /** Beside a Service named fanfare, Kubernetes sets these variables in each container. */
  @Test
  void unknown_variables_are_named_and_those_of_kubernetes_are_ignored() throws Exception {
    ProcessBuilder builder = builder("serve", "--bind", "127.0.0.1");
    builder
        .environment()
        .putAll(
            Map.of(
                "FANFARE_PORT", "tcp://10.0.0.1:8123",
                "FANFARE_PORT_8123_TCP_ADDR", "10.0.0.1",
                "FANFARE_SERVICE_HOST", "10.0.0.1",
                "FANFARE_SERVICE_PORT_HTTP", "8123",
                "FANFARE_REDIS_PORT", "tcp://10.0.0.2:6379",
                "FANFARE_REDIS_SERVICE_HOST", "10.0.0.2",
                "FANFARE_HEARTBEET", "30s"));
    builder.command().add(builder.command().indexOf("-jar"), "-Dfanfare.port=0");
    builder.command().add(builder.command().indexOf("-jar"), "-Dfanfare.logEvent=5");
    Process process = builder.start();
    try {
      assertThat(announcedPage(process.inputReader())).doesNotContain(":8123");
    } finally {
      process.toHandle().destroy();
    }
    assertThat(process.errorReader().lines().filter(it -> it.startsWith("fanfare: ")).toList())
        .containsExactlyInAnyOrder(
            "fanfare: FANFARE_HEARTBEET is no setting and is ignored: did you mean"
                + " FANFARE_HEARTBEAT? (all settings: fanfare settings)",
            "fanfare: FANFARE_PORT=tcp://10.0.0.1:8123 is ignored: Kubernetes sets it for a"
                + " Service; use --port instead",
            "fanfare: fanfare.logEvent is no setting and is ignored: did you mean"
                + " fanfare.log-events? (all settings: fanfare settings)");
  }

  @Test
  void settings_lists_every_setting_its_value_its_default_and_where_it_comes_from()
      throws Exception {
    ProcessBuilder builder = builder("settings", "--port", "9000");
    builder.environment().put("FANFARE_LOG_BYTES", "2097152");
    builder.environment().put("FANFARE_REDIS", "redis://me:secret@redis.example");
    builder.command().add(builder.command().indexOf("-jar"), "-Dfanfare.idle=90m");
    Process process = builder.start();
    String lines = process.inputReader().readAllAsString();
    assertThat(process.waitFor()).isZero();
    assertThat(process.errorReader().readAllAsString()).isEmpty();
    assertThat(lines.lines().map(line -> line.split(" ", 2)[0]))
        .containsExactlyElementsOf(
            Stream.concat(Stream.of("setting"), Stream.of(Setting.values()).map(Setting::variable))
                .toList());
    assertThat(lines)
        .containsPattern("\nFANFARE_PORT +9000 +8123 +option +port to listen on")
        .containsPattern("\nFANFARE_LOG_BYTES +2MiB +1MiB +environment +bytes in a topic's log: ")
        .containsPattern("\nFANFARE_IDLE +90m +24h +system property +how long")
        .containsPattern("\nFANFARE_HEARTBEAT +25s +25s +default .*, from 1s to 1h\n")
        .containsPattern("\nFANFARE_REDIS +redis://\\*\\*\\*@redis.example +none +environment ")
        .doesNotContain("secret");
  }

  @Test
  void a_port_in_use_is_refused_in_one_line() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      String port = String.valueOf(taken.getLocalPort());
      assertRefused(1, "127.0.0.1:" + port + ": Address already in use", "--port", port);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--help",
        "serve --help",
        "publish --help",
        "tail --help",
        "bench --help",
        "--version"
      })
  void help_and_version_are_printed(String arguments) throws Exception {
    Process process = fanfare(arguments.split(" "));
    assertThat(process.inputReader().readAllAsString()).containsIgnoringCase("fanfare");
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void the_help_names_the_commands() throws Exception {
    Process process = fanfare("--help");
    assertThat(process.inputReader().readAllAsString())
        .contains("serve", "publish", "tail", "bench");
  }

  @Test
  void serve_runs_until_it_is_terminated() throws Exception {
    Process process = fanfare("--port", "0");
    try (HttpClient client = HttpClient.newHttpClient()) {
      String page = announcedPage(process.inputReader());
      for (String path :
          List.of(
              "",
              "main.js",
              "docs",
              "swagger/openapi.yml",
              "health/readiness",
              "prometheus",
              "metrics")) {
        var request = HttpRequest.newBuilder(URI.create(page + path)).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
            .as("/%s", path)
            .isEqualTo(200);
      }
    } finally {
      process.toHandle().destroy(); // Unlike Process.destroy, it leaves the streams open.
    }
    assertThat(process.waitFor()).isZero();
    assertThat(process.errorReader().lines())
        .satisfiesExactly(
            start -> assertThat(start).contains("listens on"),
            end -> assertThat(end).contains("asked to end"));
  }

  /** Only the launcher calls {@code rehearse}, while Java records. */
  @Test
  void rehearse_prints_nothing() throws Exception {
    Process process = fanfare("rehearse");
    assertThat(process.inputReader().readAllAsString()).isEmpty();
    assertThat(process.errorReader().readAllAsString()).isEmpty();
    assertThat(process.waitFor()).isZero();
  }

  private static void assertRefused(int exitCode, String why, String... arguments)
      throws Exception {
    assertRefused(fanfare(arguments), exitCode, why);
  }

  private static void assertRefused(Process process, int exitCode, String why) throws Exception {
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    assertThat(process.errorReader().lines().toList())
        .singleElement()
        .asString()
        .startsWith("fanfare: ")
        .contains(why);
    assertThat(process.exitValue()).isEqualTo(exitCode);
  }

  private static String announcedPage(BufferedReader output) throws IOException {
    String line;
    while ((line = output.readLine()) != null) {
      if (line.strip().startsWith("page")) {
        return line.substring(line.indexOf("http"));
      }
    }
    throw new AssertionError("ended without naming its page");
  }

  private static Process fanfare(String... arguments) throws IOException {
    return builder(arguments).start();
  }

  private static ProcessBuilder builder(String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-jar", InstanceProcess.JAR.toString()));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command);
  }
}
