package dev.fanfare.settings;

import static org.assertj.core.api.Assertions.assertThat;

import io.micronaut.context.ApplicationContext;
import io.micronaut.context.env.Environment;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What may be set, and how it is written. {@code StartRefusalTest} has what is refused. */
final class SettingsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          heartbeat   | 25s       | 25s
          heartbeat   | 25000ms   | 25s
          heartbeat   | 1m        | 60s
          heartbeat   | PT30S     | 30s
          idle        | 2d        | 48h
          linger      | 1000000ns | 1ms
          log-bytes   | 65536     | 64KiB
          log-bytes   | 64KiB     | 64KiB
          log-bytes   | 64 kib    | 64KiB
          log-bytes   | 1MB       | 1000000
          log-bytes   | 512B      | 512
          store-bytes | 3GiB      | 3GiB
          store-bytes | 4tb       | 3906250000KiB
          log-events  | 0017      | 17
          port        | 0         | 0
          instance    | ' here '  | here
          """)
  void a_value_has_a_unit_where_it_could_be_misread(String name, String value, String shown) {
    Setting setting = named("fanfare." + name);
    assertThat(read(setting.property(), value).shown(setting)).isEqualTo(shown);
  }

  @ParameterizedTest
  @EnumSource
  void the_default_of_each_setting_is_one_of_its_values(Setting setting) {
    String isDefault = read("unrelated", "1").shown(setting);
    if (setting.form() instanceof SettingForm.Words) {
      assertThat(isDefault).isEqualTo(setting.defaultText());
    } else {
      assertThat(read(setting.property(), isDefault).shown(setting)).isEqualTo(isDefault);
    }
  }

  @Test
  void a_share_of_the_heap_is_a_size() {
    assertThat(read("fanfare.store-bytes", "1/2 of the heap").size(Setting.STORE_BYTES))
        .isEqualTo(Runtime.getRuntime().maxMemory() / 2);
  }

  @Test
  void a_list_has_commas() {
    assertThat(read("fanfare.allowed-hosts", "a, b,,c").list(Setting.ALLOWED_HOSTS))
        .containsExactly("a", "b", "c");
    assertThat(read("fanfare.linger", "1s").list(Setting.ALLOWED_HOSTS)).isEmpty();
  }

  @Test
  void redis_has_a_short_name_and_a_long_one() {
    for (String name : Setting.REDIS.properties()) {
      assertThat(read(name, "redis://here").given(Setting.REDIS)).hasValue("redis://here");
    }
    assertThat(Setting.REDIS.variables()).containsExactly("FANFARE_REDIS_URI", "FANFARE_REDIS");
  }

  private static Setting named(String property) {
    for (Setting setting : Setting.values()) {
      if (setting.property().equals(property)) {
        return setting;
      }
    }
    throw new AssertionError(property);
  }

  private static Settings read(String property, String value) {
    Environment environment =
        ApplicationContext.builder()
            .deduceEnvironment(false)
            .properties(Map.of(property, value))
            .build()
            .getEnvironment();
    return Settings.read(environment.start());
  }
}
