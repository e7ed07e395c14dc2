package dev.fanfare.bench;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Data;
import dev.fanfare.topic.Event;
import java.util.ArrayList;
import java.util.List;

/**
 * What the data of a published event say: which one it is and when it was due.
 *
 * @param number 1 and up
 * @param dueNanos by {@link System#nanoTime}
 */
record EventMark(long number, long dueNanos) {

  /** The least bytes that data take. */
  static final int MIN_DATA_BYTES = 64;

  /** The event as a body of HTTP has it. */
  void appendTo(StringBuilder body, int dataBytes) {
    body.append("{\"kind\":\"notice\",\"data\":");
    int start = body.length();
    body.append("{\"n\":").append(number).append(",\"t\":").append(dueNanos).append(",\"p\":\"");
    int padding = dataBytes - (body.length() - start) - 2;
    body.repeat('x', Math.max(0, padding)).append("\"}}");
  }

  /** Of the notices among these events: states are not ours to account for. */
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
