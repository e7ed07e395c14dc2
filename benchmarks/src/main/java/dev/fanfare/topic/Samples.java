package dev.fanfare.topic;

import java.util.ArrayList;
import java.util.List;

/** Typical topics of applications: events of some 100 bytes, about a given number of keys. */
public final class Samples {
  public static final TopicName TOPIC = new TopicName("board:42");

  private static final String ID = "k3f9a2b7c1dqz";
  private static final long START_MILLIS = 1_790_000_000_000L;

  private Samples() {}

  public static Position at(long seq) {
    return new Position(seq, ID);
  }

  /** Data that has this many characters. */
  public static Data data(int chars) {
    String before = "{\"title\":\"";
    String after = "\"}";
    return new Data(before + "x".repeat(chars - before.length() - after.length()) + after);
  }

  /** States of this many keys in turn, or notices without a key if there are none. */
  public static List<Event> events(int count, int keys, int dataChars) {
    List<Event> events = new ArrayList<>(count);
    for (int seq = 1; seq <= count; seq++) {
      events.add(draft(seq, keys, dataChars).stamped(at(seq), START_MILLIS + seq));
    }
    return events;
  }

  /** A log with these events, within the default limits. */
  public static TopicLog log(List<Event> events) {
    TopicLog log = new TopicLog(TOPIC, TopicLimits.DEFAULT);
    events.forEach(log::append);
    return log;
  }

  /** The delta of the last of these events. */
  public static Delta told(List<Event> events) {
    Event last = events.getLast();
    long seq = last.position().seq();
    return new Delta(TOPIC, seq == 1 ? null : at(seq - 1), last.position(), List.of(last));
  }

  private static Draft draft(int seq, int keys, int dataChars) {
    User user = new User("alice");
    return keys == 0
        ? new Draft.Notice(user, null, data(dataChars))
        : new Draft.State(user, new Key("card:" + seq % keys), data(dataChars), null);
  }
}
