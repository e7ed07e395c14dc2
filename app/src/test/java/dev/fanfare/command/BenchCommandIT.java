package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.InstanceProcess;
import dev.fanfare.RedisServer;
import dev.fanfare.protocol.JsonObject;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fanfare bench} as users run it, against real instances. */
@Timeout(90)
class BenchCommandIT {
  private static InstanceProcess instance;

  @BeforeAll
  static void start() {
    instance = InstanceProcess.launch("benched").awaitReady();
  }

  @AfterAll
  static void stop() {
    instance.close();
  }

  @Test
  void the_report_has_the_rates_and_the_losses() {
    CommandProcess command =
        bench("--sockets", "60", "--topics", "3", "--rate", "50", "--keys", "5", "--storm");
    assertThat(command.exitCode()).as("%s", command.err()).isZero();
    assertThat(command.err()).isEmpty();
    assertThat(String.join("\n", command.out()))
        .containsPattern("sockets +60 open in ")
        .containsPattern("published +\\d+/s; \\d+ in all\n")
        .containsPattern("deliveries +[\\d,]+/s.*; none of [\\d,]+ lost\n")
        .containsPattern("latency +p50 [\\d.]+, p90 .* max [\\d.,]+ ms\n")
        .containsPattern("storm +60 open in ")
        .containsPattern("server +http://localhost:\\d+: [\\d.]+ cores")
        .contains("this bench");
  }

  @Test
  void events_published_at_one_instance_are_counted_at_another() {
    try (RedisServer redis = RedisServer.start();
        InstanceProcess one = InstanceProcess.launch("one", "--redis", redis.uri()).awaitReady();
        InstanceProcess two = InstanceProcess.launch("two", "--redis", redis.uri()).awaitReady()) {
      CommandProcess command =
          CommandProcess.at(
              one.url(),
              "bench",
              "--publish-to",
              two.url(),
              "--sockets",
              "20",
              "--window",
              "4",
              "--batch",
              "3",
              "--warm-up",
              "100ms",
              "--duration",
              "1s",
              "--json");
      assertThat(command.exitCode()).as("%s", command.err()).isZero();
      JsonObject report = JsonObject.parse(String.join("", command.out()));
      assertThat(report.flag("complete")).isTrue();
      assertThat(report.optionalInteger("missing")).hasValue(0);
      assertThat(report.optionalInteger("published").orElseThrow()).isGreaterThan(20);
      assertThat(report.objects("servers")).hasSize(2);
    }
  }

  @Test
  @Tag("long")
  void the_sockets_of_a_killed_server_are_reported_as_closed() {
    try (InstanceProcess mortal = InstanceProcess.launch("mortal").awaitReady()) {
      CommandProcess command =
          CommandProcess.onTerminal(
              "bench", "--url", mortal.url(), "--sockets", "9", "--duration", "3s");
      command.awaitErr("measuring");
      mortal.kill();
      assertThat(command.exitCode()).isEqualTo(1);
      assertThat(String.join("", command.out())).contains("9 sockets were CLOSED");
      assertThat(String.join("", command.err())).contains("fanfare: ");
    }
  }

  @Test
  void progress_is_shown_on_a_terminal() {
    CommandProcess command =
        CommandProcess.onTerminal(
            "bench",
            "--url",
            instance.url(),
            "--sockets",
            "5",
            "--warm-up",
            "0s",
            "--duration",
            "1s");
    assertThat(command.exitCode()).isZero();
    assertThat(String.join("", command.err())).contains("measuring", " deliveries/s", "\033[K");
  }

  @Test
  void a_server_that_cannot_be_reached_is_reported_in_one_line() {
    CommandProcess command =
        CommandProcess.start("bench", "--url", "http://127.0.0.1:1", "--sockets", "5");
    assertThat(command.exitCode()).isEqualTo(1);
    assertThat(command.err())
        .singleElement()
        .asString()
        .startsWith("fanfare: reaching http://127.0.0.1:1 took more than ")
        .contains("onnection refused");
  }

  @Test
  void more_sockets_than_open_files_are_refused_before_any_is_opened() {
    CommandProcess command = bench("--sockets", "1000000");
    assertThat(command.exitCode()).isEqualTo(1);
    assertThat(command.err()).singleElement().asString().contains("ulimit -n 1000216");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --rate 5 --window 5   | --rate and --window: expected one of them
          --rate -1             | --rate -1.0: expected 0 to 1000000
          --rate fast           | fast
          --window 0            | --window 0: expected 1 to 1000000
          --sockets -1          | --sockets -1: expected 0 to 1000000
          --topics 0            | --topics 0: expected 1 to 100000
          --batch 1001          | --batch 1001: expected 1 to 1000
          --size 63             | --size 63: expected 64 to 65536
          --duration 0s         | --duration 0: expected a time to measure
          --duration 5          | '5' is no duration
          --pid me              | me
          --url ftp://x         | ftp://x
          """)
  void a_wrong_command_line_is_refused_in_one_line(String arguments, String why) {
    CommandProcess command = CommandProcess.start(("bench " + arguments).split(" +"));
    assertThat(command.exitCode()).isEqualTo(2);
    assertThat(command.out()).isEmpty();
    assertThat(command.err())
        .singleElement()
        .asString()
        .startsWith("fanfare: ")
        .contains(why)
        .endsWith("(see fanfare bench --help)");
  }

  private static CommandProcess bench(String... arguments) {
    var all =
        Stream.of(
                List.of("bench"),
                List.of(arguments),
                List.of("--warm-up", "200ms", "--duration", "1s"))
            .flatMap(List::stream)
            .toArray(String[]::new);
    return CommandProcess.at(instance.url(), all);
  }
}
