package dev.fanfare.bench;

import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/** One topic: what was published there, and where its readers are. Written by the loop. */
final class BenchTopic {
  /** Places that are found by who comes there on another way; past it the oldest is forgotten. */
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

  /** The place with this position: the one at which others are, if there is one. */
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

  /** The server has stored these. */
  void accept(EventSum events) {
    accepted = accepted.plus(events);
  }

  /** Nobody knows whether the server has stored something. */
  void doubt() {
    doubtful = true;
  }

  /** How many events a reader has missed that has got these. */
  long missing(EventSum got) {
    return Math.max(0, accepted.events() - got.events());
  }

  /** Whether it has got as many as there are, but others, or more. */
  boolean isOther(EventSum got) {
    return !doubtful && missing(got) == 0 && !got.equals(accepted);
  }
}
