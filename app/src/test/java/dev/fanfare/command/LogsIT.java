package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.InstanceProcess;
import dev.fanfare.RedisServer;
import dev.fanfare.protocol.JsonObject;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What an operator reads in the log. */
@Timeout(120)
final class LogsIT {
  /** Date, time and offset, level, instance, message. */
  private static final Pattern LINE =
      Pattern.compile(
          "(\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}(?:Z|[+-]\\d\\d:\\d\\d)) (\\w+) +blue-1: (.*)");

  @Test
  void a_start_and_an_end_are_a_line_each_with_the_date_the_zone_and_the_instance() {
    try (InstanceProcess instance = InstanceProcess.launch("blue-1").awaitReady()) {
      String start = message(instance, "listens on");
      assertThat(start)
          .startsWith("fanfare 0.1.0 listens on 127.0.0.1:")
          .contains(
              "pid " + instance.pid() + ",",
              "Java 25",
              "heap 256 MiB",
              "topics in memory",
              " sockets, and 128 topics",
              "log level info");
      instance.terminate();
      instance.exitCode();
      assertThat(message(instance, "asked to end")).contains("0 sockets");
    }
  }

  @Test
  void lines_about_Redis_name_its_address_and_no_secret() {
    try (RedisServer redis = RedisServer.start("--requirepass", "topsecret");
        InstanceProcess instance =
            InstanceProcess.launch(
                    "blue-1", "--redis", "redis://:topsecret@127.0.0.1:" + redis.port())
                .awaitReady()) {
      assertThat(message(instance, "listens on")).contains("Redis at", "127.0.0.1:" + redis.port());
      redis.kill();
      await().until(() -> instance.log().contains("has ended"));
      assertThat(message(instance, "has ended"))
          .startsWith("the connection to Redis at 127.0.0.1:" + redis.port() + " for ");
      assertThat(instance.log()).doesNotContain("topsecret", "KeptConnection", "Shard");
    }
  }

  @Test
  void with_the_format_json_each_line_is_an_object() {
    try (InstanceProcess instance =
        InstanceProcess.launch("blue-1", "--log-format", "json").awaitReady()) {
      List<JsonObject> lines =
          instance.log().lines().filter(it -> it.startsWith("{")).map(JsonObject::parse).toList();
      JsonObject start =
          lines.stream()
              .filter(it -> it.string("message").contains("listens on"))
              .findFirst()
              .orElseThrow();
      assertThat(OffsetDateTime.parse(start.string("time"))).isNotNull();
      assertThat(start.string("level")).isEqualTo("INFO");
      assertThat(start.string("instance")).isEqualTo("blue-1");
    }
  }

  @Test
  void the_level_decides_which_lines_are_logged() {
    try (InstanceProcess instance =
        InstanceProcess.launch("blue-1", "--log-level", "error").awaitReady()) {
      instance.terminate();
      instance.exitCode();
      assertThat(instance.log()).doesNotContain("listens on", "asked to end");
    }
  }

  @Test
  void an_unknown_level_or_format_is_refused_in_one_line() {
    for (String option : List.of("--log-level", "--log-format")) {
      CommandProcess command = CommandProcess.start("serve", option, "loud");
      assertThat(command.exitCode()).isEqualTo(2);
      assertThat(command.err()).singleElement().asString().contains(option, "loud");
    }
  }

  private static String message(InstanceProcess instance, String part) {
    return instance
        .log()
        .lines()
        .map(LINE::matcher)
        .filter(it -> it.matches() && it.group(3).contains(part))
        .map(it -> it.group(3))
        .findFirst()
        .orElseThrow(() -> new AssertionError(part + ": " + instance.log()));
  }
}
