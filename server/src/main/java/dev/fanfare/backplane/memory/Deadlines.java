package dev.fanfare.backplane.memory;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The topics whose state expires, the earliest first. Of a topic without followers nobody else
 * looks after that. Safe for any thread; of one topic with its lock held.
 */
final class Deadlines {
  private final TreeSet<MemoryTopic> topics =
      new TreeSet<>(
          Comparator.<MemoryTopic>comparingLong(topic -> topic.retained.dueMillis)
              .thenComparing(MemoryTopic::name));

  synchronized void move(MemoryTopic topic, long dueMillis) {
    topics.remove(topic);
    topic.retained.dueMillis = dueMillis;
    if (dueMillis != Retained.NEVER) {
      topics.add(topic);
    }
  }

  /** The first that is due, if one is; it stays until it is moved. */
  synchronized @Nullable MemoryTopic firstDue(long nowMillis) {
    boolean isDue = !topics.isEmpty() && topics.first().retained.dueMillis <= nowMillis;
    return isDue ? topics.first() : null;
  }
}
