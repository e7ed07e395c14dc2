package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.PublishResult;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Notice;
import dev.fanfare.topic.StateCleared;
import dev.fanfare.topic.StateSet;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether a topic has room for more state: asked before anything of a publication is stored. */
final class StateRoom {
  private StateRoom() {}

  /** The refusal if the topic would be over one of its limits after these events. */
  static PublishResult.@Nullable Full missingFor(
      List<Event> events, TopicLog log, TopicLimits limits) {
    Map<Key, Integer> weights = new HashMap<>();
    int keys = log.state().size();
    long bytes = log.stateBytes();
    for (Event event : events) {
      if (event instanceof Notice || event.key() == null) {
        continue;
      }
      int before = weights.computeIfAbsent(event.key(), key -> weight(log.state(key)));
      int after = event instanceof StateCleared ? 0 : event.weight();
      keys += Integer.signum(after) - Integer.signum(before);
      bytes += after - before;
      weights.put(event.key(), after);
    }
    if (keys > limits.stateKeys() && keys > log.state().size()) {
      return PublishResult.Full.ofKeys(limits);
    }
    if (bytes > limits.stateBytes() && bytes > log.stateBytes()) {
      return PublishResult.Full.ofBytes(limits);
    }
    return null;
  }

  private static int weight(@Nullable StateSet set) {
    return set == null ? 0 : set.weight();
  }
}
