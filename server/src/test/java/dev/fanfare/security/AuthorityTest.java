package dev.fanfare.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A host and its port in a header. */
final class AuthorityTest {
  @ParameterizedTest
  @CsvSource({
    "localhost, localhost, -1",
    "localhost:8123, localhost, 8123",
    "LocalHost:0, localhost, 0",
    "a.b.:65535, a.b, 65535",
    "a:, a, -1",
    "a:00080, a, 80",
    "10.1:1, 10.1, 1",
    "127.0.0.1, 127.0.0.1, -1",
    "_, _, -1",
    "fan.1a:1, fan.1a, 1",
    "a~b-c_d, a~b-c_d, -1",
    "[::1], [::1], -1",
    "[::1]:81, [::1], 81",
    "[FE80::ffff:10.0.0.1]:81, [fe80::ffff:10.0.0.1], 81",
  })
  void a_host_is_read(String text, String host, int port) {
    assertThat(Authority.parse(text)).isEqualTo(new Authority(host, port));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ":",
        ":80",
        ".",
        "..",
        ".a",
        "a..b",
        "a..",
        "a b",
        " a",
        "a ",
        "a,b",
        "a/b",
        "a?b",
        "a#b",
        "a@b",
        "a%41",
        "a\\b",
        "\u00e4",
        "a\u0000",
        "a:b",
        "a:-1",
        "a:+1",
        "a: 1",
        "a:1 ",
        "a:65536",
        "a:999999",
        "a:1:2",
        "::1",
        "[",
        "[]",
        "[::1",
        "[:]",
        "[::1]x",
        "[::1]:x",
        "[::1]80",
        "[::g]",
        "[fe80::1%25eth0]",
        "[a]",
        "]",
        "[::1]:80:80",
        "a[::1]",
      })
  void other_text_is_not_read(String text) {
    assertThat(Authority.parse(text)).isNull();
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1, true",
    "10.1, true",
    "2130706433, true",
    "[::1], true",
    "1.2.3.4.5, false",
    "localhost, false",
    "1.2.3.4.evil.example, false",
    "127.0.0.1a, false",
    "fan.1a, false",
  })
  void an_ip_address_is_recognized(String text, boolean isIp) {
    assertThat(Objects.requireNonNull(Authority.parse(text)).isIpLiteral()).isEqualTo(isIp);
  }

  @ParameterizedTest
  @ValueSource(ints = {255, 256})
  void a_name_has_at_most_255_characters(int characters) {
    assertThat(Authority.parse("a".repeat(characters)) != null).isEqualTo(characters == 255);
  }
}
