package dev.fanfare.command;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.InvalidValueException;
import dev.fanfare.topic.TopicName;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import picocli.CommandLine.Help.Ansi.Style;

/**
 * For people: time, topic, kind, key, user and data. A line is cut at the width of the screen.
 *
 * @param columns width of the screen; {@link Integer#MAX_VALUE} for no limit
 * @param topicWidth length of the longest topic
 */
record ScreenFormat(int columns, boolean colours, int topicWidth, ZoneId zone, InstantSource clock)
    implements EventFormat {

  private static final DateTimeFormatter TODAY =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT);

  /** As wide as {@link #TODAY}. */
  private static final DateTimeFormatter EARLIER =
      DateTimeFormatter.ofPattern("dd MMM HH:mm", Locale.ROOT);

  private static final String GAP = "  ";

  @Override
  public String line(TopicName topic, Event event) {
    ScreenRow row = new ScreenRow();
    row.add(Style.faint, time(event.atMillis()));
    row.add(Style.faint, padded(topic.value(), topicWidth));
    switch (event) {
      case Event.State _ -> row.add(Style.fg_green, "state ");
      case Event.Gone _ -> row.add(Style.fg_red, "gone  ");
      case Event.Notice _ -> row.add(Style.fg_yellow, "notice");
    }
    row.add(Style.bold, event.key() == null ? "-" : event.key().value());
    if (event.user() != null) {
      row.add(Style.fg_cyan, event.user().value());
    }
    row.add(Style.reset, InvalidValueException.visible(said(event)));
    return row.text.toString();
  }

  private static String said(Event event) {
    return switch (event) {
      case Event.State set -> set.data().json();
      case Event.Gone cleared -> cleared.reason().name().toLowerCase(Locale.ROOT);
      case Event.Notice notice -> notice.data().json();
    };
  }

  private String time(long atMillis) {
    ZonedDateTime at = Instant.ofEpochMilli(atMillis).atZone(zone);
    boolean today = at.toLocalDate().equals(LocalDate.ofInstant(clock.instant(), zone));
    return (today ? TODAY : EARLIER).format(at);
  }

  private static String padded(String text, int width) {
    return text + " ".repeat(Math.max(0, width - text.length()));
  }

  /** Cuts the texts at the width of the screen, to which colour codes do not count. */
  private final class ScreenRow {
    private final StringBuilder text = new StringBuilder();
    private int room = columns;

    void add(Style style, String said) {
      String gap = text.isEmpty() ? "" : GAP;
      String shown = cut(said, room - gap.length());
      if (!shown.isEmpty()) {
        room -= gap.length() + shown.codePointCount(0, shown.length());
        text.append(gap);
        text.append(
            colours && style != Style.reset ? style.on() + shown + Style.reset.on() : shown);
      }
    }

    private static String cut(String said, int room) {
      if (room <= 0) {
        return "";
      }
      return said.codePointCount(0, said.length()) <= room
          ? said
          : said.substring(0, said.offsetByCodePoints(0, room - 1)) + "…";
    }
  }
}
