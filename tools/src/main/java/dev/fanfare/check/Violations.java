package dev.fanfare.check;

import dev.fanfare.topic.TopicName;
import java.util.ArrayList;
import java.util.List;

/** The violations found so far. Written by one thread. */
final class Violations {
  /**
   * The number of violations that are kept. Later ones are only counted: the first are the ones
   * that matter.
   */
  private static final int MAX_KEPT = 20;

  private final List<Violation> kept = new ArrayList<>();
  private long count;

  void add(Violation.Kind kind, TopicName topic, String who, Object expected, Object got) {
    count++;
    if (kept.size() < MAX_KEPT) {
      kept.add(new Violation(kind, topic, who, String.valueOf(expected), String.valueOf(got)));
    }
  }

  long count() {
    return count;
  }

  List<Violation> kept() {
    return List.copyOf(kept);
  }
}
