package dev.fanfare.backplane.memory;

import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLog;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.PriorityQueue;

/**
 * Which state of a topic expires when. An entry whose key has got another value since is not looked
 * for when that happens; it is skipped when it comes up, and all such are dropped when they are
 * more than half.
 */
final class Expiries {
  private static final int MIN_COMPACTED = 64;

  private final PriorityQueue<StateSet> queue =
      new PriorityQueue<>(Comparator.comparingLong(StateSet::expiresAtMillis));

  void add(StateSet set, TopicLog log) {
    queue.add(set);
    if (queue.size() > MIN_COMPACTED && queue.size() > 2 * log.state().size()) {
      queue.removeIf(entry -> !isLive(entry, log));
    }
  }

  /** Takes out what is expired at that time, the earliest first. */
  List<StateSet> takeExpired(long nowMillis, TopicLog log) {
    List<StateSet> expired = new ArrayList<>();
    for (StateSet first = queue.peek();
        first != null && first.isExpiredAt(nowMillis);
        first = queue.peek()) {
      queue.remove();
      if (isLive(first, log)) {
        expired.add(first);
      }
    }
    return expired;
  }

  OptionalLong millisToNext(long nowMillis, TopicLog log) {
    while (!queue.isEmpty() && !isLive(queue.element(), log)) {
      queue.remove();
    }
    return queue.isEmpty()
        ? OptionalLong.empty()
        : OptionalLong.of(Math.max(0, queue.element().expiresAtMillis() - nowMillis));
  }

  @SuppressWarnings("ReferenceEquality") // the very event, not one that looks the same
  private static boolean isLive(StateSet entry, TopicLog log) {
    return log.state(entry.key()) == entry;
  }
}
