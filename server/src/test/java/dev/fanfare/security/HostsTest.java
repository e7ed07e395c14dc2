package dev.fanfare.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which hosts a request may name. */
final class HostsTest {
  private final Hosts hosts =
      new Hosts(List.of("Fanfare.Example", "*.board.example", "dotted.example.", ""), "My_Host");

  private static Authority named(String host) {
    return Objects.requireNonNull(Authority.parse(host));
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, true",
    "LOCALHOST:8123, true",
    "localhost., true",
    "app.localhost:1, true",
    "a.b.localhost, true",
    "notlocalhost, false",
    "localhost.evil.example, false",
    "127.0.0.1:8123, true",
    "10.1, true",
    "192.168.1.7, true",
    "[::1]:8123, true",
    "[2001:db8::1], true",
    "127.0.0.1.evil.example, false",
    "my_host:8123, true",
    "other_host, false",
    "fanfare.example, true",
    "fanfare.example.:443, true",
    "FANFARE.example, true",
    "sub.fanfare.example, false",
    "evilfanfare.example, false",
    "fanfare.example.evil, false",
    "dotted.example, true",
    "a.board.example, true",
    "a.b.board.example:1, true",
    "board.example, false",
    "evilboard.example, false",
    "evil.example, false",
  })
  void a_host_is_allowed_or_not(String host, boolean allowed) {
    assertThat(hosts.allow(named(host))).isEqualTo(allowed);
  }

  @Test
  void any_host_is_allowed_if_the_operator_says_so() {
    assertThat(new Hosts(List.of("*"), null).allow(named("evil.example"))).isTrue();
    assertThat(new Hosts(List.of(), null).allow(named("evil.example"))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://fanfare.example",
        "fanfare.example:8123",
        "*.",
        "a.*.b",
        "*example",
        "a b"
      })
  void an_illegal_host_in_the_list_is_refused(String listed) {
    assertThatThrownBy(() -> new Hosts(List.of(listed), null))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("fanfare.allowed-hosts", listed, "*.example.com");
  }

  @Test
  void a_refusal_shows_the_host_and_the_remedy() {
    assertThat(Hosts.refusal(named("Evil.example:8123")))
        .contains("\"evil.example\"", "--allow-host");
  }
}
