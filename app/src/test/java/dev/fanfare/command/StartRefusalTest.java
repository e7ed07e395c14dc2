package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.settings.Setting;
import dev.fanfare.settings.Settings;
import dev.fanfare.topic.InvalidValueException;
import java.util.Map;
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
          heartbeat              | 30          | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1s to 1h
          heartbeat              | abc         | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1s to 1h
          heartbeat              | 1ms         | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1s to 1h
          heartbeat              | -25s        | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1s to 1h
          heartbeat              | P1Y         | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1s to 1h
          unread                 | 0ms         | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1ms to 8760h
          linger                 | -1s         | a time with its unit
          head-timeout           | 900000h     | a time with its unit
          keep-alive             | 99999999999s | a time with its unit
          log-age                | 0s          | a time with its unit
          idle                   | 0           | a time with its unit
          idempotency            | 2 minutes   | a time with its unit
          redis.replicas-timeout | 3s          | a time with its unit, such as 500ms, 25s, 10m or 24h, from 1ms to 2s
          connections            | 10k         | a whole number from 1 to 100000000
          connections            | 2147483648  | a whole number from 1 to 100000000
          connection-topics      | 0           | a whole number from 1 to 2147483647
          messages-per-second    | 1.5         | a whole number from 1 to 2147483647
          message-burst          | 1e3         | a whole number from 1 to 2147483647
          log-events             | -1          | a whole number from 1 to 2147483647
          state-keys             | 99999999999999999999 | a whole number from 1 to 2147483647
          latest-users           | ٣           | a whole number from 1 to 2147483647
          port                   | 65536       | a whole number from 0 to 65535
          redis.min-replicas     | 100         | a whole number from 0 to 99
          log-bytes              | 2GiB        | a number of bytes, such as 65536, 64KiB or 1MB, from 1 to 2147483647
          log-bytes              | 1M          | a number of bytes, such as 65536, 64KiB or 1MB, from 1 to 2147483647
          state-bytes            | 0           | a number of bytes
          body-bytes-per-second  | -1          | a number of bytes
          answer-bytes           | 1.5MB       | a number of bytes, such as 65536, 64KiB or 1MB, from 1 to 1024TiB
          connection-bytes       | some        | a number of bytes
          store-bytes            | 1025TiB     | a number of bytes
          latest-bytes           | 0MB         | a number of bytes
          idempotency-bytes      | 9999999999999999TiB | a number of bytes
          followed-bytes         | 1/0 of the heap | a number of bytes
          redis.prefix           | {a}         | 1 to 50 visible ASCII characters without { and }
          redis.uri              | localhost   | redis://[user:password@]host:port
          allowed-origins        | board       | an origin
          allowed-hosts          | http://fan  | a host
          """)
  void a_value_that_is_unreadable_or_out_of_bounds_is_refused_in_one_line(
      String name, String value, String expected) {
    String property = "fanfare." + name;
    System.setProperty(property, value);
    try {
      assertThatThrownBy(() -> Server.start(prepared(Map.of())).close())
          .isInstanceOfSatisfying(
              CommandFailedException.class, it -> assertThat(it.exitCode()).isEqualTo(2))
          .message()
          .startsWith(property + " \"" + value + "\": expected " + expected)
          .doesNotContain("\n");
    } finally {
      System.clearProperty(property);
    }
  }

  @Test
  void a_setting_is_named_as_the_user_wrote_it() {
    assertThatThrownBy(() -> prepared(Map.of(Setting.REDIS_MIN_REPLICAS, "some")))
        .hasMessageStartingWith("--min-replicas \"some\": expected");
    StartRefusal refusal =
        new StartRefusal(prepared(Map.of(Setting.ALLOWED_HOSTS, "a b")).settings());
    assertThat(refusal.of(new InvalidValueException("fanfare.allowed-hosts", "a b", "a host")))
        .map(Throwable::getMessage)
        .hasValue("--allow-host \"a b\": expected a host");
    assertThat(refusal.of(new InvalidValueException("fanfare.idle", 0, "more")))
        .map(Throwable::getMessage)
        .hasValue("fanfare.idle 0: expected more");
  }

  @Test
  void an_empty_option_sets_the_default() {
    System.setProperty("fanfare.redis.prefix", " ");
    try {
      Settings settings = prepared(Map.of(Setting.BIND, "", Setting.REDIS, "")).settings();
      assertThat(settings.text(Setting.BIND)).isEqualTo("127.0.0.1");
      assertThat(settings.given(Setting.REDIS)).isEmpty();
      assertThat(settings.text(Setting.REDIS_PREFIX)).isEqualTo("fanfare");
    } finally {
      System.clearProperty("fanfare.redis.prefix");
    }
  }

  @Test
  void a_bug_is_no_refusal() {
    StartRefusal refusal = new StartRefusal(prepared(Map.of()).settings());
    assertThat(refusal.of(new IllegalStateException("a bug"))).isEmpty();
  }

  private static ServerContext prepared(Map<Setting, String> options) {
    return ServerContext.of(options, Map.of(), "test");
  }
}
