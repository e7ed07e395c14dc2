package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.InstanceProcess;
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
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The packaged server, run the way a user runs it. */
@Timeout(60)
class CommandLineIT {

  private static final int TERMINATED = 128 + 15;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --prot 9000                       | 2 | unknown: --prot 9000
          bogus                             | 2 | unknown: bogus
          --port                            | 2 | Missing required parameter for option '--port'
          serve --port abc                  | 2 | 'abc' is not a port, expected 0 to 65535
          --port 65536                      | 2 | '65536' is not a port, expected 0 to 65535
          --bind no.such.host.invalid       | 1 | no.such.host.invalid:8123: there is no such host
          --redis localhost:6379            | 1 | 'localhost:6379' is no Redis URI
          --redis redis://me:pw@127.0.0.1:1 | 1 | redis://***@127.0.0.1:1: Connection refused
          --redis redis-sentinel://127.0.0.1:1 | 1 | #master is missing
          --redis redis-cluster://127.0.0.1:1  | 1 | redis-cluster://127.0.0.1:1: Connection refused
          --allow-origin board.example      | 1 | --allow-origin "board.example": expected an origin such as
          --allow-host http://fan.example   | 1 | --allow-host "http://fan.example": expected a host without a port
          --min-replicas many               | 2 | 'many' is no number of replicas, expected 0 to 99
          --min-replicas 1                  | 1 | --min-replicas needs --redis
          --redis redis://no.such.host.invalid | 1 | redis://no.such.host.invalid: there is no such host
          """)
  void a_wrong_command_line_is_refused_in_one_line(String arguments, int exitCode, String why)
      throws Exception {
    assertRefused(exitCode, why, arguments.split(" "));
  }

  @Test
  void a_setting_is_named_as_the_user_wrote_it() throws Exception {
    ProcessBuilder builder = builder("serve", "--port", "0");
    builder.environment().put("FANFARE_HEARTBEAT", "0s");
    assertRefused(builder.start(), 1, "FANFARE_HEARTBEAT \"0s\": expected 1ms to");
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
          List.of("", "main.js", "docs", "swagger/openapi.yml", "health/readiness", "prometheus")) {
        var request = HttpRequest.newBuilder(URI.create(page + path)).build();
        assertThat(client.send(request, BodyHandlers.ofString()).statusCode())
            .as("/%s", path)
            .isEqualTo(200);
      }
    } finally {
      process.toHandle().destroy(); // Unlike Process.destroy, it leaves the streams open.
    }
    assertThat(process.waitFor()).isEqualTo(TERMINATED);
    assertThat(process.errorReader().readAllAsString()).isEmpty();
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
