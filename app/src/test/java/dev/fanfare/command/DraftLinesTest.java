package dev.fanfare.command;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.command.DraftLines.Numbered;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DraftLinesTest {
  private static final String GOOD = "{\"kind\":\"gone\",\"key\":\"a\"}";

  private final List<String> refusals = new ArrayList<>();

  @Test
  void blank_lines_are_skipped_but_counted() throws IOException {
    assertThat(read(GOOD + "\n\n \r\n" + GOOD + "\r\n" + GOOD, false)).containsExactly(1L, 4L, 5L);
    assertThat(refusals).isEmpty();
  }

  @Test
  void lines_of_tail_are_read_and_a_misspelt_field_is_refused() throws IOException {
    String told =
        "{\"topic\":\"t\",\"kind\":\"gone\",\"id\":\"7.a\",\"at\":1,\"key\":\"k\",\"reason\":\"left\"}";
    assertThat(read(told, false)).containsExactly(1L);
    assertThat(read("{\"kind\":\"notice\",\"data\":1,\"usr\":\"u\"}", false)).isEmpty();
    assertThat(refusals)
        .containsExactly("line 1: field \"usr\" is unknown: did you mean \"user\"?");
  }

  @Test
  void a_byte_order_mark_at_the_beginning_is_skipped_and_nowhere_else() throws IOException {
    assertThat(read("\uFEFF" + GOOD + "\n" + GOOD, false)).containsExactly(1L, 2L);
    assertThat(refusals).isEmpty();
    assertThat(read(GOOD + "\n\uFEFF" + GOOD, true)).containsExactly(1L);
    assertThat(refusals).hasSize(1);
  }

  @Test
  void reading_ends_at_a_bad_line() throws IOException {
    assertThat(read(GOOD + "\n{\n" + GOOD, false)).containsExactly(1L);
    assertThat(refusals).singleElement().asString().startsWith("line 2: ");
  }

  @Test
  void with_keep_going_every_bad_line_is_reported() throws IOException {
    String tooLong = "[" + " ".repeat(Lines.MAX_BYTES) + "]";
    assertThat(read("1\n" + tooLong + "\n" + GOOD + "\n\uFFFF{", true)).containsExactly(3L);
    assertThat(refusals).hasSize(3);
    assertThat(refusals.get(1)).isEqualTo("line 2: 131074 bytes: expected at most 131072");
  }

  @Test
  void a_line_that_is_not_utf8_is_refused() throws IOException {
    byte[] latin = {'"', (byte) 0xe9, '"', '\n'};
    var lines = new DraftLines(new Lines(new ByteArrayInputStream(latin)), true, refusals::add);
    assertThat(lines.next()).isNull();
    assertThat(refusals).singleElement().asString().contains("line 1: ", "not UTF-8 at byte 1");
  }

  private List<Long> read(String text, boolean keepGoing) throws IOException {
    var in = new ByteArrayInputStream(text.getBytes(UTF_8));
    var lines = new DraftLines(new Lines(in), keepGoing, refusals::add);
    List<Long> read = new ArrayList<>();
    for (Numbered next = lines.next(); next != null; next = lines.next()) {
      read.add(next.line());
    }
    return read;
  }
}
