package dev.fanfare.backplane.memory;

import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * When each state of a topic expires. If a key gets another value, its old entry stays in the
 * queue. It is skipped when its time comes, and all old entries are dropped when they are more than
 * half of the queue. Entries do not hold the value, so old ones are cheap.
 */
final class Expiries {
  private static final int MIN_COMPACTED = 8;
  private static final int ENTRY_BYTES = 100;

  private record Expiry(Key key, long seq, long dueMillis) {
    boolean isLive(TopicLog log) {
      Event.State state = log.state(key);
      return state != null && state.position().seq() == seq;
    }

    long footprint() {
      return ENTRY_BYTES + 2L * key.value().length();
    }
  }

  private final PriorityQueue<Expiry> queue =
      new PriorityQueue<>(
          Comparator.comparingLong(Expiry::dueMillis).thenComparingLong(Expiry::seq));

  private long bytes;

  /** The bytes that the entry of this event takes. */
  static long footprint(Event.State set) {
    return ENTRY_BYTES + 2L * set.key().value().length();
  }

  void add(Event.State set, long dueMillis, TopicLog log) {
    Expiry added = new Expiry(set.key(), set.position().seq(), dueMillis);
    queue.add(added);
    bytes += added.footprint();
    if (queue.size() > MIN_COMPACTED && queue.size() > 2 * log.state().size()) {
      queue.removeIf(entry -> !entry.isLive(log));
      bytes = queue.stream().mapToLong(Expiry::footprint).sum();
    }
  }

  /** Removes the keys that have expired at this time and returns them, the earliest first. */
  List<Key> takeExpired(long nowMillis, TopicLog log) {
    List<Key> expired = new ArrayList<>();
    for (Expiry first = queue.peek();
        first != null && first.dueMillis() <= nowMillis;
        first = queue.peek()) {
      boolean isLive = first.isLive(log);
      remove();
      if (isLive) {
        expired.add(first.key());
      }
    }
    return expired;
  }

  /** When the next state expires, if any does. */
  OptionalLong nextMillis(TopicLog log) {
    while (!queue.isEmpty() && !queue.element().isLive(log)) {
      remove();
    }
    return queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(queue.element().dueMillis());
  }

  /** The bytes of heap that all entries take at most. */
  long footprint() {
    return bytes;
  }

  private void remove() {
    bytes -= queue.remove().footprint();
  }
}
