package dev.fanfare.bench;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * The data of a published event: its number, and when it was due.
 *
 * @param number from 1
 * @param dueNanos by {@link System#nanoTime}
 */
record EventMark(long number, long dueNanos) {

  /** The minimum size of the data. */
  static final int MIN_DATA_BYTES = 64;

  /** Appends the event in the form of an HTTP body. */
  void appendTo(StringBuilder body, int dataBytes) {
    body.append("{\"kind\":\"notice\",\"data\":");
    int start = body.length();
    body.append("{\"n\":").append(number).append(",\"t\":").append(dueNanos).append(",\"p\":\"");
    int padding = dataBytes - (body.length() - start) - 2;
    body.repeat('x', Math.max(0, padding)).append("\"}}");
  }

  /** The marks of the notices among these events. States are not accounted for. */
  static List<EventMark> of(List<Event> events) {
    List<EventMark> marks = new ArrayList<>(events.size());
    for (Event event : events) {
      if (event instanceof Event.Notice notice) {
        marks.add(of(notice.data()));
      }
    }
    return marks;
  }

  private static EventMark of(Data data) {
    JsonObject mark = JsonObject.parse(data.json());
    return new EventMark(
        mark.optionalInteger("n").orElseThrow(), mark.optionalInteger("t").orElseThrow());
  }
}
