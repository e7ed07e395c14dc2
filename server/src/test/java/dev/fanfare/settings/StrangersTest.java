package dev.fanfare.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class StrangersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          FANFARE_HEARTBEET       | 30s | did you mean FANFARE_HEARTBEAT?
          FANFARE_LOGEVENTS       | 5   | did you mean FANFARE_LOG_EVENTS?
          FANFARE_ALLOWED_ORIGIN  | a   | did you mean FANFARE_ALLOWED_ORIGINS?
          FANFARE_REDIS_PORT      | 1   | (all settings: fanfare settings)
          FANFARE_UNHEARD_OF      | 1   | (all settings: fanfare settings)
          fanfare_idel            | 1h  | did you mean FANFARE_IDLE?
          """)
  void an_unknown_variable_is_named_with_the_nearest_setting(
      String name, String value, String said) {
    var strangers = new Strangers(Map.of(name, value));
    assertThat(warnings(strangers, Map.of()))
        .singleElement()
        .asString()
        .startsWith(name + " is no setting and is ignored")
        .contains(said);
    assertThat(strangers.ignored()).containsExactly(name);
  }

  @Test
  void an_unknown_property_is_named_as_well() {
    assertThat(
            warnings(
                new Strangers(Map.of()),
                Map.of(
                    "fanfare.heartbeet", "1s",
                    "fanfare.heartbeat", "1s",
                    "fanfare.logEvents", "1",
                    "fanfare.allowed-hosts[0]", "a",
                    "other.heartbeet", "1s")))
        .containsExactly(
            "fanfare.heartbeet is no setting and is ignored: did you mean fanfare.heartbeat?"
                + " (all settings: fanfare settings)");
  }

  /** Kubernetes sets these beside Services named {@code fanfare} and {@code fanfare-redis}. */
  @Test
  void the_variables_of_kubernetes_are_ignored_and_only_one_could_be_a_setting() {
    Map<String, String> variables =
        Map.ofEntries(
            Map.entry("FANFARE_PORT", "tcp://10.0.0.1:8123"),
            Map.entry("FANFARE_PORT_8123_TCP", "tcp://10.0.0.1:8123"),
            Map.entry("FANFARE_PORT_8123_TCP_ADDR", "10.0.0.1"),
            Map.entry("FANFARE_PORT_8123_TCP_PORT", "8123"),
            Map.entry("FANFARE_PORT_8123_TCP_PROTO", "tcp"),
            Map.entry("FANFARE_SERVICE_HOST", "10.0.0.1"),
            Map.entry("FANFARE_SERVICE_PORT", "8123"),
            Map.entry("FANFARE_SERVICE_PORT_HTTP", "8123"),
            Map.entry("FANFARE_REDIS_SERVICE_HOST", "10.0.0.2"),
            Map.entry("FANFARE_REDIS_PORT", "tcp://10.0.0.2:6379"),
            Map.entry("FANFARE_REDIS_PORT_6379_UDP_ADDR", "10.0.0.2"));
    var strangers = new Strangers(variables);
    assertThat(strangers.ignored()).isEqualTo(variables.keySet());
    assertThat(warnings(strangers, Map.of()))
        .containsExactly(
            "FANFARE_PORT=tcp://10.0.0.1:8123 is ignored: Kubernetes sets it for a Service; use"
                + " --port instead");
  }

  @Test
  void settings_and_variables_of_other_parts_are_no_strangers() {
    var strangers =
        new Strangers(
            Map.of(
                "FANFARE_PORT", "9000",
                "fanfare_idle", "1h",
                "FANFARE_REDIS_URI", "redis://a",
                "FANFARE_URL", "http://a",
                "FANFARE_JAVA_OPTS", "-Xmx1g",
                "FANFARE_LINGER", "",
                "PATH", "/bin"));
    assertThat(warnings(strangers, Map.of("fanfare.columns", "80"))).isEmpty();
    assertThat(strangers.ignored())
        .containsExactlyInAnyOrder("FANFARE_URL", "FANFARE_JAVA_OPTS", "FANFARE_LINGER");
  }

  private static List<String> warnings(Strangers strangers, Map<String, Object> properties) {
    return strangers.warnings(
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(properties)
            .build()
            .getEnvironment()
            .start());
  }
}
