package dev.fanfare.bench;

import java.util.ArrayList;
import java.util.List;

/**
 * One call that publishes.
 *
 * @param body JSON in ASCII
 * @param account the events that readers should receive; none for states, which are published
 *     before the readers join
 */
record PublishRequest(BenchTopic course, String body, EventSum account, long dueNanos) {

  /** A request of notices with consecutive numbers. */
  static PublishRequest notices(
      BenchTopic course, long firstNumber, int count, int dataBytes, long dueNanos) {
    List<EventMark> marks = new ArrayList<>(count);
    StringBuilder body = new StringBuilder(count * (dataBytes + 40)).append('[');
    for (long number = firstNumber; number < firstNumber + count; number++) {
      EventMark mark = new EventMark(number, dueNanos);
      marks.add(mark);
      mark.appendTo(body, dataBytes);
      body.append(',');
    }
    return new PublishRequest(course, closed(body, count), EventSum.of(marks), dueNanos);
  }

  /** A request of states with consecutive keys. */
  static PublishRequest states(BenchTopic course, int firstKey, int count, int dataBytes) {
    StringBuilder body = new StringBuilder(count * (dataBytes + 60)).append('[');
    for (int key = firstKey; key < firstKey + count; key++) {
      body.append("{\"kind\":\"state\",\"key\":\"key:").append(key).append("\",\"data\":\"");
      body.repeat('x', dataBytes - 2).append("\"},");
    }
    return new PublishRequest(course, closed(body, count), EventSum.NONE, 0);
  }

  /** A single event is sent without an array. */
  private static String closed(StringBuilder body, int count) {
    body.setLength(body.length() - 1);
    return count == 1 ? body.substring(1) : body.append(']').toString();
  }

  long deliveries() {
    return account.events() * course.readers();
  }
}
