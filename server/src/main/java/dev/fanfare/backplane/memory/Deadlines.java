package dev.fanfare.backplane.memory;

import java.util.Comparator;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The topics whose state expires, the earliest first. Without it, state that expires in a topic
 * without followers would be noticed only at the topic's next use. Safe for any thread; an entry is
 * moved with its topic's lock held.
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

  /** The first topic that is due; null if none is. It stays in the set until it is moved. */
  synchronized @Nullable MemoryTopic firstDue(long nowMillis) {
    boolean isDue = !topics.isEmpty() && topics.first().retained.dueMillis <= nowMillis;
    return isDue ? topics.first() : null;
  }
}
