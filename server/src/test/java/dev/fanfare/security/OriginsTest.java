package dev.fanfare.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.topic.InvalidValueException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {
  private final Origins origins = new Origins(List.of("https://Board.Example", " "));

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
  @ValueSource(
      strings = {"board.example", "https://board.example/", "ftp://board.example", "*", "null"})
  void an_illegal_origin_in_the_list_is_refused(String listed) {
    assertThatThrownBy(() -> new Origins(List.of(listed)))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageContainingAll("fanfare.allowed-origins", listed, "https://board.example");
  }

  @Test
  void a_refusal_shows_the_origin_and_the_remedy() {
    assertThat(Origins.refusal("https://evil.example"))
        .contains("\"https://evil.example\"", "--allow-origin");
    assertThat(Origins.refusal("null")).contains("\"null\"", "a file", "sandboxed frame");
  }
}
