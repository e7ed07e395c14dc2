package dev.fanfare.security;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class OriginsTest {
  private final Origins origins = new Origins(List.of("https://Board.Example"));

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          http://fanfare.example         | fanfare.example      | true  | the server's own
          https://fanfare.example:8123   | fanfare.example:8123 | true  | its own behind TLS
          HTTP://FANFARE.example         | fanfare.EXAMPLE      | true  | in any case
          http://fanfare.example:81      | fanfare.example      | false | another port is another page
          http://fanfare.example         | fanfare.example:8123 | false | or the other way round
          http://localhost               | fanfare.example      | true  | this machine
          http://localhost:5173          | fanfare.example      | true  | this machine at any port
          http://127.0.0.1:5173          | fanfare.example      | true  | this machine by number
          http://[::1]:5173              | fanfare.example      | true  | and in IPv6
          http://LOCALHOST:5173          | fanfare.example      | true  | in any case
          http://localhost.evil.example  | fanfare.example      | false | only looks like this machine
          http://127.0.0.1.evil.example  | fanfare.example      | false | likewise
          http://evil-localhost          | fanfare.example      | false | likewise
          http://localhost@evil.example  | fanfare.example      | false | likewise
          http://fanfare.example@evil    | fanfare.example      | false | only looks like the server
          http://fanfare.example.evil    | fanfare.example      | false | likewise
          https://board.example          | fanfare.example      | true  | listed
          https://BOARD.example          | fanfare.example      | true  | listed, in any case
          http://board.example           | fanfare.example      | false | listed with another scheme
          https://board.example:444      | fanfare.example      | false | listed with another port
          https://sub.board.example      | fanfare.example      | false | only the listed one
          https://evil.example           | fanfare.example      | false | foreign
          https://evil.example           |                      | false | foreign to whatever host
          null                           | fanfare.example      | false | a page without an origin
          file://                        | fanfare.example      | false | a file
          not an origin                  | fanfare.example      | false | no URI
          ''                             | fanfare.example      | false | nothing at all
          """)
  void a_page_is_allowed_or_not(String origin, String host, boolean allowed, String why) {
    assertThat(origins.allow(origin, host)).as(why).isEqualTo(allowed);
  }

  @Test
  void what_is_no_page_is_allowed() {
    assertThat(origins.allow(null, "fanfare.example")).isTrue();
  }
}
