package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The size of a topic's state after some events. It is computed before anything of a publication is
 * stored.
 *
 * @param keys the number of keys with a value
 * @param bytes of all values
 * @param growth by how many bytes of heap the state grows
 */
record StateRoom(int keys, long bytes, long growth) {
  static StateRoom after(List<Event> events, TopicLog log) {
    Map<Key, Event.@Nullable State> changed = new HashMap<>();
    int keys = log.state().size();
    long bytes = log.stateBytes();
    long growth = 0;
    for (Event event : events) {
      Key key = event.key();
      if (event instanceof Event.Notice || key == null) {
        continue;
      }
      Event.State before = changed.containsKey(key) ? changed.get(key) : log.state(key);
      Event.State after = event instanceof Event.State set ? set : null;
      keys += (after == null ? 0 : 1) - (before == null ? 0 : 1);
      bytes += (after == null ? 0 : after.weight()) - (before == null ? 0 : before.weight());
      growth += footprint(after) - footprint(before);
      changed.put(key, after);
    }
    return new StateRoom(keys, bytes, growth);
  }

  /**
   * The refusal if the topic would exceed one of its limits; null otherwise. A publication that
   * does not enlarge the state is never refused.
   */
  PublishResult.@Nullable Full missing(TopicLog log, TopicLimits limits) {
    if (keys > limits.stateKeys() && keys > log.state().size()) {
      return PublishResult.Full.ofKeys(limits);
    }
    if (bytes > limits.stateBytes() && bytes > log.stateBytes()) {
      return PublishResult.Full.ofBytes(limits);
    }
    return null;
  }

  private static long footprint(Event.@Nullable State set) {
    return set == null ? 0 : set.footprint() + (set.ttl() == null ? 0 : Expiries.footprint(set));
  }
}
