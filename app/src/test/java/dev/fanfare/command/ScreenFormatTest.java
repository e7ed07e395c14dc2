package dev.fanfare.command;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Data;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;

class ScreenFormatTest {
  private static final TopicName TOPIC = new TopicName("poc");
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00.250Z");

  @Test
  void a_line_has_time_topic_kind_key_user_and_data() {
    assertThat(wide().line(TOPIC, state("{\"a\":1}")))
        .isEqualTo("12:00:00.250  poc   state   101  alice  {\"a\":1}");
  }

  @Test
  void an_event_of_another_day_has_its_date() {
    var later = InstantSource.fixed(NOON.plusSeconds(86_400));
    var format = new ScreenFormat(Integer.MAX_VALUE, false, 4, ZoneId.of("UTC"), later);
    assertThat(format.line(TOPIC, state("1"))).startsWith("01 Mar 12:00  poc");
  }

  @Test
  void a_line_is_cut_at_the_width_of_the_screen() {
    String line = "12:00:00.250  poc   state   101  alice  \"\uD83D\uDE00\uD83D\uDE00\"";
    for (int columns = 1; columns < 44; columns++) {
      String cut = narrow(columns).line(TOPIC, state("\"\uD83D\uDE00\uD83D\uDE00\""));
      assertThat(cut.codePointCount(0, cut.length())).isLessThanOrEqualTo(columns);
      assertThat(line).startsWith(cut.replace("…", "").stripTrailing());
    }
    assertThat(narrow(44).line(TOPIC, state("\"\uD83D\uDE00\uD83D\uDE00\""))).isEqualTo(line);
  }

  @Test
  void colours_are_terminal_codes() {
    var format =
        new ScreenFormat(Integer.MAX_VALUE, true, 4, ZoneId.of("UTC"), InstantSource.fixed(NOON));
    assertThat(format.line(TOPIC, state("1")))
        .isEqualTo(
            "\033[2m12:00:00.250\033[0m  \033[2mpoc \033[0m  \033[32mstate \033[0m"
                + "  \033[1m101\033[0m  \033[36malice\033[0m  1");
  }

  @Test
  void control_characters_are_escaped() {
    assertThat(wide().line(TOPIC, state("\"\u009b31m\u007f\n\"")))
        .endsWith("\"\\u009b31m\\u007f\\u000a\"");
  }

  private static ScreenFormat wide() {
    return narrow(Integer.MAX_VALUE);
  }

  private static ScreenFormat narrow(int columns) {
    return new ScreenFormat(columns, false, 4, ZoneId.of("UTC"), InstantSource.fixed(NOON));
  }

  private static Event state(String json) {
    Draft draft = new Draft.State(new User("alice"), new Key("101"), new Data(json), null);
    return draft.stamped(new Position(1, "0"), NOON.toEpochMilli());
  }
}
