package dev.fanfare.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {
  private final Origins origins =
      new Origins(
          List.of(
              "https://Board.Example",
              " ",
              "https://*.Team.Example",
              "http://*.dev.team.example:81"));

  /** Another test asks a running instance the same table, for its sockets and its calls. */
  @ParameterizedTest
  @CsvFileSource(resources = "/origins.csv", delimiter = '|')
  void a_page_is_allowed_or_not(String origin, String host, boolean allowed, String why) {
    assertThat(origins.allow(origin, host)).as(why).isEqualTo(allowed);
  }

  @Test
  void a_client_without_an_origin_is_allowed() {
    assertThat(origins.allow(null, "fanfare.example")).isTrue();
  }

  @Test
  void without_a_host_only_pages_of_this_machine_are_allowed() {
    assertThat(origins.allow("https://evil.example", null)).isFalse();
    assertThat(origins.allow("http://localhost", null)).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          *                        | pages of any site cannot be allowed
          null                     | every sandboxed frame, on any site. Serve the page from http://localhost
          board.example            | did you mean https://board.example?
          board.example:8443       | did you mean https://board.example:8443?
          https://board.example/   | did you mean https://board.example?
          http://Board.example/a?b | did you mean http://board.example?
          wss://board.example      | did you mean https://board.example?
          ws://board.example:81    | did you mean http://board.example:81?
          *.board.example          | did you mean https://*.board.example?
          https://*.board.example/ | did you mean https://*.board.example?
          ftp://board.example      | did you mean https://board.example?
          https://*                | such as https://board.example, or https://*.example.com
          https://*.example        | such as https://board.example, or https://*.example.com
          https://*.10.0.0.1       | such as https://board.example, or https://*.example.com
          https://a.*.example      | such as https://board.example, or https://*.example.com
          https://board.example:x  | such as https://board.example, or https://*.example.com
          https://me@board.example | such as https://board.example, or https://*.example.com
          """)
  void what_is_no_origin_is_refused_in_the_list_with_what_was_meant(String listed, String meant) {
    assertThatThrownBy(() -> new Origins(List.of("https://first.example", listed)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("fanfare.allowed-origins \"" + listed + "\": expected an origin")
        .hasMessageContaining(meant)
        .hasMessageNotContaining("\n");
  }

  /** The operator can copy it, and it is accepted. */
  @Test
  void a_refusal_says_which_option_to_set_to_which_value() {
    assertThat(Origins.refusal("https://EVIL.example:443"))
        .isEqualTo(
            "origin \"https://EVIL.example:443\": to allow its pages, start the server with"
                + " --allow-origin https://evil.example");
    assertThat(Origins.refusal("http://[fe80::1]:8123"))
        .endsWith(" --allow-origin http://[fe80::1]:8123");
    assertThat(new Origins(List.of("http://[fe80::1]:8123")).allow("http://[fe80::1]:8123", "a"))
        .isTrue();
  }

  @Test
  void a_refusal_of_a_page_without_an_origin_says_to_serve_it() {
    assertThat(Origins.refusal("null"))
        .contains("opened as a file", "sandboxed frame", "serve the page from http://localhost")
        .doesNotContain("--allow-origin");
    assertThat(Origins.refusal("file://")).contains("https://board.example");
  }
}
