package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.fanfare.InstanceProcess;
import dev.fanfare.Instances;
import dev.fanfare.Signal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fanfare publish} against a real instance. */
@Timeout(120)
class PublishCommandIT {
  private static final String POSITION = "\\d+\\.[0-9a-z]+";

  @RegisterExtension static final Instances INSTANCES = new Instances();

  private static InstanceProcess instance;

  @BeforeAll
  static void start() {
    instance = INSTANCES.start("published");
  }

  @Test
  void an_event_from_the_options_is_stored_and_its_position_printed() {
    CommandProcess command =
        publish("one", "--key", "a", "--data", "{\"b\":1}", "--user", "bob", "--ttl", "2h");
    assertThat(command.exitCode()).as("%s", command.err()).isZero();
    assertThat(command.out()).singleElement().asString().matches(POSITION);
    assertThat(instance.get("/v1/topics/one").body())
        .contains("\"kind\":\"state\"", "\"user\":\"bob\",\"key\":\"a\",\"data\":{\"b\":1}")
        .contains("\"ttlMs\":7200000", command.out().getFirst());
  }

  @Test
  void the_kind_is_state_with_a_key_and_notice_without() {
    CommandProcess notice = publish("kinds", "--data", "\"stale\"", "--json");
    assertThat(notice.exitCode()).isZero();
    assertThat(notice.out())
        .singleElement()
        .asString()
        .matches("\\{\"position\":\"" + POSITION + "\"}");
    String position = notice.out().getFirst().replaceAll(".*:\"|\"}", "");
    assertThat(publish("kinds", "--kind", "gone", "--key", "a").exitCode()).isZero();
    assertThat(publish("kinds", "--kind", "notice", "--key", "a", "--data", "1").exitCode())
        .isZero();
    assertThat(instance.get("/v1/topics/kinds?from=" + position).body())
        .containsSubsequence("\"kind\":\"gone\"", "\"kind\":\"notice\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          publish                               | Missing required parameter: 'TOPIC'
          publish a? --data 1                   | topic "a?"
          publish a --key k                     | --data is missing (to remove the key's value: --kind gone)
          publish a --kind state --data 1       | --key is missing
          publish a --kind gone                 | --key is missing
          publish a --kind gone --key k --data 1| --data is not for a gone
          publish a --kind bogus --data 1       | bogus
          publish a --user bob                  | --data is missing
          publish a --key k --data {            | --data:
          publish a --data 1 --ttl 8s           | --ttl is for a state only
          publish a --key k --data 1 --ttl 8    | '8' is no duration, expected one such as 500ms, 8s, 2m or 1h
          publish a --key k --data 1 --ttl 25h  | --ttl PT25H: expected 1 ms to PT24H
          publish a --data 1 --url ftp://x      | ftp://x
          publish a --data 1 --url :            | ':' is no URL
          tail                                  | Missing required parameter: 'TOPIC'
          tail a?                               | topic "a?"
          """)
  void a_wrong_command_line_is_refused_in_one_line(String arguments, String why) {
    CommandProcess command = CommandProcess.start(arguments.split(" "));
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
    assertThat(command.err())
        .singleElement()
        .asString()
        .startsWith("fanfare: ")
        .contains(why)
        .endsWith(arguments.startsWith("tail") ? "tail --help)" : "publish --help)");
  }

  @Test
  void lines_are_stored_in_their_order() {
    StringBuilder lines = new StringBuilder();
    for (int i = 1; i <= 3_000; i++) {
      lines.append("{\"kind\":\"state\",\"key\":\"k\",\"data\":").append(i).append("}\n\n");
    }
    CommandProcess command = publish("many", "--json").read(lines.toString());
    assertThat(command.exitCode()).as("%s", command.err()).isZero();
    assertThat(command.err()).isEmpty();
    assertThat(command.out()).hasSize(3_000);
    assertThat(command.out().getFirst()).matches("\\{\"line\":1,\"position\":\"1\\.[0-9a-z]+\"}");
    assertThat(command.out().getLast())
        .matches("\\{\"line\":5999,\"position\":\"3000\\.[0-9a-z]+\"}");
    assertThat(instance.get("/v1/topics/many").body()).contains("\"data\":3000");
  }

  @Test
  void progress_is_shown_on_a_terminal() {
    String line = "{\"kind\":\"notice\",\"data\":\"ü\"}\n";
    CommandProcess command =
        CommandProcess.onTerminal("publish", "shown", "--url", instance.url())
            .read(line.repeat(20_000));
    assertThat(command.exitCode()).isZero();
    assertThat(String.join("", command.err())).contains(" events, ", "/s", "\033[K");
    assertThat(command.out())
        .singleElement()
        .asString()
        .matches("20000 events stored, the last at 20000\\.[0-9a-z]+, [\\d.]+ s, [\\d,]+/s");
  }

  @Test
  void a_bad_line_ends_the_command_which_reports_what_is_stored() {
    CommandProcess command =
        publish("bad")
            .read(
                """
                {"kind":"state","key":"a","data":1}
                {"kind":"state","key":"b","data":2}
                {"kind":"state","data":3}
                {"kind":"state","key":"d","data":4}
                """);
    assertThat(command.exitCode()).isEqualTo(1);
    assertThat(command.err())
        .singleElement()
        .asString()
        .startsWith("fanfare: line 3: field \"key\" is missing: expected a string; 2 events stored")
        .endsWith(" before it");
    assertThat(instance.get("/v1/topics/bad").body()).contains("\"data\":2").doesNotContain("4}");
  }

  @Test
  void with_keep_going_bad_lines_are_skipped() {
    CommandProcess command =
        publish("kept", "--keep-going")
            .read("what\n{\"kind\":\"notice\",\"data\":7}\n{}\n{\"kind\":\"notice\",\"data\":8}");
    assertThat(command.exitCode()).isEqualTo(1);
    assertThat(command.err()).hasSize(2);
    assertThat(command.err().getFirst()).startsWith("fanfare: line 1: ").contains("what");
    assertThat(command.err().getLast()).startsWith("fanfare: line 3: field \"kind\" is missing");
    assertThat(command.out()).singleElement().asString().startsWith("2 events stored");
  }

  @Test
  void without_a_server_publish_fails_when_its_time_is_up() {
    CommandProcess command =
        CommandProcess.start(
            "publish", "a", "--data", "1", "--url", "http://127.0.0.1:1", "--within", "500ms");
    assertThat(command.exitCode()).isEqualTo(1);
    assertThat(command.err())
        .singleElement()
        .asString()
        .startsWith("fanfare: ")
        .contains("127.0.0.1:1");
  }

  @Test
  void a_server_that_is_not_fanfare_is_reported() throws Exception {
    HttpServer other =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    other.start();
    try {
      String url = "http://127.0.0.1:" + other.getAddress().getPort();
      for (var command : List.of(List.of("publish", "a", "--data", "1"), List.of("tail", "a"))) {
        CommandProcess process = CommandProcess.at(url, command.toArray(String[]::new));
        assertThat(process.exitCode()).isEqualTo(1);
        assertThat(process.err())
            .singleElement()
            .asString()
            .startsWith("fanfare: ")
            .contains(url.replace("http:", ""), "404");
      }
    } finally {
      other.stop(0);
    }
  }

  @Test
  void https_at_a_port_without_tls_is_named() {
    String url = instance.url().replace("http:", "https:");
    for (var command : List.of(List.of("publish", "a", "--data", "1"), List.of("tail", "a"))) {
      CommandProcess process = CommandProcess.at(url, command.toArray(String[]::new));
      assertThat(process.exitCode()).isEqualTo(1);
      assertThat(process.err())
          .singleElement()
          .asString()
          .endsWith(": the server does not speak TLS at this port: expected http, not https");
    }
  }

  @Test
  void an_interrupted_command_reports_what_is_stored() throws Exception {
    Process process =
        CommandProcess.builder(
                List.of(), "publish", "interrupted", "--json", "--url", instance.url())
            .start();
    process.getOutputStream().write("{\"kind\":\"notice\",\"data\":1}\n".getBytes(UTF_8));
    process.getOutputStream().flush();
    assertThat(process.inputReader().readLine()).contains("\"line\":1");
    Signal.INT.to(process);
    assertThat(process.errorReader().lines())
        .containsExactly("fanfare: interrupted; events known to be stored: 1");
    assertThat(process.waitFor()).isEqualTo(130);
  }

  private static CommandProcess publish(String... arguments) {
    String[] command =
        Stream.concat(Stream.of("publish"), Stream.of(arguments)).toArray(String[]::new);
    return CommandProcess.at(instance.url(), command);
  }
}
