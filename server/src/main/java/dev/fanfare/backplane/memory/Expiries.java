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
 * Which state of a topic expires when. An entry whose key has got another value since is not looked
 * for when that happens; it is skipped when it comes up, and all such are dropped when they are
 * more than half. So that they are cheap, entries do not hold the value.
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

  /** What such an entry takes. */
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

  /** Takes out what is expired at that time, the earliest first. */
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

  /** When the next expires, if any does. */
  OptionalLong nextMillis(TopicLog log) {
    while (!queue.isEmpty() && !queue.element().isLive(log)) {
      remove();
    }
    return queue.isEmpty() ? OptionalLong.empty() : OptionalLong.of(queue.element().dueMillis());
  }

  /** How many bytes of heap all of them take at most. */
  long footprint() {
    return bytes;
  }

  private void remove() {
    bytes -= queue.remove().footprint();
  }
}
