package dev.fanfare.bench;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** One topic: the events published to it, and the positions of its readers. Written by the loop. */
final class BenchTopic {
  /** The number of positions that {@link #place} can find; past it the oldest is forgotten. */
  private static final int MAX_PLACES = 16;

  private final TopicName topic;
  private final ReaderPosition start = new ReaderPosition(null);
  private final SequencedMap<Position, ReaderPosition> places = new LinkedHashMap<>();
  private EventSum accepted = EventSum.NONE;
  private boolean doubtful;
  private int readers;

  BenchTopic(TopicName topic) {
    this.topic = topic;
  }

  TopicName topic() {
    return topic;
  }

  ReaderPosition start() {
    return start;
  }

  /** The shared place with this position; a new one if none is known. */
  ReaderPosition place(Position position) {
    ReaderPosition place = places.computeIfAbsent(position, ReaderPosition::new);
    if (places.size() > MAX_PLACES) {
      places.pollFirstEntry();
    }
    return place;
  }

  void enter() {
    readers++;
  }

  int readers() {
    return readers;
  }

  /** The server has stored these events. */
  void accept(EventSum events) {
    accepted = accepted.plus(events);
  }

  /** It is unknown whether the server has stored some event. */
  void doubt() {
    doubtful = true;
  }

  /** The number of events missing at a reader that received these. */
  long missing(EventSum got) {
    return Math.max(0, accepted.events() - got.events());
  }

  /** Whether a reader that received these lacks none by number, but has other events, or more. */
  boolean isOther(EventSum got) {
    return !doubtful && missing(got) == 0 && !got.equals(accepted);
  }
}
