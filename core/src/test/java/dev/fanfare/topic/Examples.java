package dev.fanfare.topic;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Short forms of values that many tests need. */
public final class Examples {
  public static final TopicName TOPIC = new TopicName("board:42");
  public static final long START_MILLIS = 1_790_000_000_000L;

  private Examples() {}

  /** The position number {@code seq} of a history without forks. */
  public static Position at(long seq) {
    return new Position(seq, "e" + seq);
  }

  public static Key key(String value) {
    return new Key(value);
  }

  /** The value of a key; its time is {@code seq} seconds after {@link #START_MILLIS}. */
  public static Event.State set(long seq, String key, String json) {
    return set(at(seq), key, json);
  }

  public static Event.State set(Position position, String key, String json) {
    return new Event.State(stamp(position), key(key), new Data(json), null);
  }

  public static Event.Gone cleared(long seq, String key) {
    return new Event.Gone(stamp(at(seq)), key(key), Event.Gone.Reason.CLEARED);
  }

  public static Event.Notice notice(long seq, @Nullable String key, String json) {
    return new Event.Notice(stamp(at(seq)), key == null ? null : key(key), new Data(json));
  }

  public static Delta delta(@Nullable Position from, Position to, Event... events) {
    return new Delta(TOPIC, from, to, List.of(events));
  }

  /** The delta that the store sends when this event is appended to a history without forks. */
  public static Delta told(Event event) {
    long seq = event.position().seq();
    return delta(seq == 1 ? Position.START : at(seq - 1), event.position(), event);
  }

  /** Limits that only count events. */
  public static TopicLimits logOf(int events) {
    return new TopicLimits(events, Integer.MAX_VALUE, Duration.ofDays(1), 1_000, Integer.MAX_VALUE);
  }

  private static Stamp stamp(Position position) {
    return new Stamp(position, START_MILLIS + position.seq() * 1_000, null);
  }
}
