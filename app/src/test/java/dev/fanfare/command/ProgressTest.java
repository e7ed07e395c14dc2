package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ProgressTest {
  private final ByteArrayOutputStream drawn = new ByteArrayOutputStream();
  private final PrintStream terminal = new PrintStream(drawn, true, UTF_8);

  @Test
  void the_line_is_redrawn_at_most_every_tenth_of_a_second() {
    Progress progress = new Progress(terminal, true, 0);
    progress.at(10, millis(99));
    progress.at(1_000, millis(100));
    progress.at(1_500, millis(199));
    progress.at(2_000, millis(200));
    progress.clear();
    progress.clear();
    assertThat(drawn.toString(UTF_8))
        .isEqualTo(
            "\r\033[K1,000 events, 0.1 s, 10,000/s\r\033[K2,000 events, 0.2 s, 10,000/s\r\033[K");
  }

  @Test
  void without_a_terminal_nothing_is_drawn() {
    Progress progress = new Progress(terminal, false, 0);
    progress.at(10, millis(500));
    progress.clear();
    assertThat(drawn.size()).isZero();
    assertThat(progress.rate(10, millis(500))).isEqualTo(", 0.5 s, 20/s");
  }

  private static long millis(long millis) {
    return TimeUnit.MILLISECONDS.toNanos(millis);
  }
}
