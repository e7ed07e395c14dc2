package dev.fanfare.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import org.junit.jupiter.api.Test;

final class HttpDateTest {
  /** The text has 29 characters (RFC 9110): the day of the month has two digits. */
  @Test
  void it_is_the_current_second() {
    Instant before = Instant.now();
    String said = new HttpDate().now();
    Instant after = Instant.now();
    assertThat(said).hasSize(29).endsWith(" GMT");
    assertThat(ZonedDateTime.parse(said, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant())
        .isBetween(before.minusSeconds(1), after);
  }
}
