package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The message of an instance that does not start because of a setting. */
@ResourceLock(Resources.SYSTEM_PROPERTIES)
final class StartRefusalTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          heartbeat             | 0s          | "0s": expected 1ms to 8760h
          heartbeat             | -25s        | "-25s": expected 1ms to 8760h
          heartbeat             | soon        | "soon": expected a time such as 500ms, 25s, 10m or 24h
          connections           | many        | "many": expected a whole number below 2^31
          store-bytes           | 1.5         | "1.5": expected a whole number below 2^63
          heartbeat             | 25          | "25": expected a time such as 500ms, 25s, 10m or 24h
          unread                | 0ms         | "0s": expected 1ms to 8760h
          linger                | -1s         | "-1s": expected 1ms to 8760h
          connections           | 0           | 0: expected 1 to 100000000
          connections           | 2147483647  | 2147483647: expected 1 to 100000000
          head-timeout          | 900000h     | "900000h": expected 1ms to 8760h
          body-bytes-per-second | -1          | -1: expected 1 to 2147483647
          keep-alive            | 0s          | "0s": expected 1ms to 8760h
          connection-topics     | 0           | 0: expected 1 to 2147483647
          messages-per-second   | 0           | 0: expected 1 to 2147483647
          message-burst         | 0           | 0: expected 1 to 2147483647
          log-events            | 0           | 0: expected 1 to 2147483647
          log-events            | many        | "many": expected a whole number below 2^31
          log-bytes             | 99999999999 | "99999999999": expected a whole number below 2^31
          log-age               | 0s          | "0s": expected 1ms to 8760h
          state-keys            | -5          | -5: expected 1 to 2147483647
          state-bytes           | 0           | 0: expected 1 to 2147483647
          latest-users          | -1          | -1: expected 1 to 2147483647
          idle                  | 0s          | "0s": expected 1ms to 8760h
          idempotency           | -2m         | "-2m": expected 1ms to 8760h
          answer-bytes          | 0           | 0: expected 1 to 1125899906842624
          connection-bytes      | -1          | -1: expected 1 to 1125899906842624
          store-bytes           | 0           | 0: expected 1 to 1125899906842624
          latest-bytes          | 0           | 0: expected 1 to 1125899906842624
          idempotency-bytes     | 0           | 0: expected 1 to 1125899906842624
          followed-bytes        | 0           | 0: expected 1 to 1125899906842624
          allowed-origins       | board       | "board": expected an origin
          allowed-hosts         | http://fan  | "http://fan": expected a host
          """)
  void an_invalid_setting_is_refused_in_one_line(String setting, String value, String why) {
    assertRefused("fanfare." + setting, value, why);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          min-replicas     | 100   | 100: expected 0 to 99
          min-replicas     | some  | "some": expected a whole number below 2^31
          replicas-timeout | 3s    | "3s": expected 1ms to 2s
          replicas-timeout | 0s    | "0s": expected 1ms to 2s
          prefix           | {a}   | "{a}": expected 1 to 50 visible ASCII characters
          """)
  void an_invalid_setting_of_redis_is_refused_in_one_line(
      String setting, String value, String why) {
    System.setProperty("fanfare.redis.uri", "redis://127.0.0.1:1");
    try {
      assertRefused("fanfare.redis." + setting, value, why);
    } finally {
      System.clearProperty("fanfare.redis.uri");
    }
  }

  @Test
  void a_setting_is_named_as_the_user_wrote_it() {
    StartRefusal refusal =
        new StartRefusal(
            Set.of("FANFARE_LOG_EVENTS", "FANFARE_REDIS_PREFIX", "FANFARE_ALLOWED_HOSTS"));
    assertThat(refusal.of(new InvalidValueException("fanfare.log-events", 0, "more")))
        .hasValue("FANFARE_LOG_EVENTS 0: expected more");
    assertThat(refusal.of(new InvalidValueException("fanfare.redis.prefix", "", "a word")))
        .hasValue("FANFARE_REDIS_PREFIX \"\": expected a word");
    assertThat(refusal.of(new InvalidValueException("--allow-host", "a b", "a host")))
        .hasValue("FANFARE_ALLOWED_HOSTS \"a b\": expected a host");
    assertThat(refusal.of(new InvalidValueException("--allow-origin", "b", "an origin")))
        .hasValue("--allow-origin \"b\": expected an origin");
    assertThat(refusal.of(new InvalidValueException("fanfare.idle", 0, "more")))
        .hasValue("fanfare.idle 0: expected more");
  }

  @Test
  void a_bug_is_no_refusal() {
    assertThat(new StartRefusal(Set.of()).of(new IllegalStateException("a bug"))).isEmpty();
  }

  private static void assertRefused(String property, String value, String why) {
    var options = new ServerOptions("127.0.0.1", 0, null, null, List.of(), List.of());
    System.setProperty(property, value);
    try {
      assertThatThrownBy(() -> Server.start(options).close())
          .isInstanceOf(CommandFailedException.class)
          .message()
          .startsWith(name(property) + " " + why)
          .doesNotContain("\n");
    } finally {
      System.clearProperty(property);
    }
  }

  private static String name(String property) {
    return switch (property) {
      case "fanfare.allowed-origins" -> "--allow-origin";
      case "fanfare.allowed-hosts" -> "--allow-host";
      default -> property;
    };
  }
}
