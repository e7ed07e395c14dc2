package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.InstanceProcess;
import dev.fanfare.Instances;
import dev.fanfare.RedisServer;
import dev.fanfare.protocol.JsonObject;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code fanfare check} against real instances. */
@Timeout(120)
class CheckCommandIT {
  /** More keys than a check writes before it begins to publish. */
  private static final int MANY_KEYS = 30;

  @RegisterExtension static final Instances INSTANCES = new Instances();

  private static RedisServer redis;
  private static List<InstanceProcess> pair;
  private static InstanceProcess alone;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    pair = INSTANCES.startPair(redis, "checked", "checked-too");
    alone = INSTANCES.start("alone");
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @Test
  void a_correct_deployment_keeps_all_promises() {
    CommandProcess check = check(pair, "--duration", "3s", "--readers", "20", "--seed", "7");
    assertThat(check.exitCode()).as("%s", check.err()).isZero();
    assertThat(check.out().getLast()).isEqualTo("verdict   all promises kept (seed 7)");
    assertThat(check.err()).isEmpty();
  }

  @Test
  void the_report_for_programs_is_a_line_of_json() {
    CommandProcess check = check(pair, "--duration", "2s", "--readers", "10", "--json");
    assertThat(check.exitCode()).as("%s", check.err()).isZero();
    JsonObject report = JsonObject.parse(String.join("\n", check.out()));
    assertThat(report.flag("held")).isTrue();
    assertThat(report.optionalInteger("violations")).hasValue(0);
    long accepted = report.optionalInteger("accepted").orElseThrow();
    assertThat(accepted).isPositive();
    assertThat(report.optionalInteger("stored")).hasValue(accepted);
  }

  @Test
  void a_loss_of_the_store_is_counted_and_is_no_violation() {
    redis.ask("FLUSHALL");
    CommandProcess check = check(pair, "--duration", "4s", "--rate", "50", "--json");
    await().atMost(Duration.ofSeconds(20)).until(() -> keys() >= MANY_KEYS);
    redis.ask("FLUSHALL");
    assertThat(check.exitCode()).as("%s", check.err()).isZero();
    JsonObject report = JsonObject.parse(String.join("\n", check.out()));
    assertThat(report.optionalInteger("lostAndTold").orElseThrow()).isPositive();
    assertThat(report.optionalInteger("resets").orElseThrow()).isPositive();
  }

  @Test
  void instances_of_two_deployments_are_refused() {
    CommandProcess check = check(List.of(pair.getFirst(), alone));
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.err())
        .singleElement()
        .asString()
        .contains(alone.url(), pair.getFirst().url(), "one deployment");
  }

  @Test
  void a_deployment_that_cannot_be_reached_is_reported_in_one_line() {
    CommandProcess check = CommandProcess.at("http://localhost:1", "check");
    assertThat(check.exitCode()).isEqualTo(1);
    assertThat(check.err())
        .containsExactly("fanfare: cannot reach http://localhost:1: nothing listens there");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          check --readers 2     | --readers 2: expected 5 to 10000
          check --publishers 0  | --publishers 0: expected 1 to 1000
          check --topics 0      | --topics 0: expected 1 to
          check --duration 0s   | --duration 0: expected a time to check
          check --duration 9    | '9' is no duration
          check --seed abc      | abc
          check --url ftp://x   | ftp://x
          """)
  void a_wrong_command_line_is_refused_in_one_line(String line, String why) {
    CommandProcess check = CommandProcess.start(line.split(" "));
    assertThat(check.exitCode()).isEqualTo(2);
    assertThat(check.err()).singleElement().asString().contains(why);
  }

  /** Redis answers with a number in the form {@code :12}. */
  private static int keys() {
    return Integer.parseInt(redis.ask("DBSIZE").strip().substring(1));
  }

  private static CommandProcess check(List<InstanceProcess> instances, String... options) {
    String urls = String.join(",", instances.stream().map(InstanceProcess::url).toList());
    String[] arguments = new String[options.length + 1];
    arguments[0] = "check";
    System.arraycopy(options, 0, arguments, 1, options.length);
    return CommandProcess.at(urls, arguments);
  }
}
