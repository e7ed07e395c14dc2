package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.User;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/** The latest state event of each user of a topic. Past the limits the oldest is forgotten. */
final class LatestEvents {
  private record Latest(Event.State event, long sinceMillis) {}

  /** The user who has been silent for the longest time is first. */
  private final SequencedMap<User, Latest> users = new LinkedHashMap<>();

  private final StoreLimits limits;
  private long bytes;

  LatestEvents(StoreLimits limits) {
    this.limits = limits;
  }

  void put(User user, Event.State event, long nowMillis) {
    Latest before = users.putLast(user, new Latest(event, nowMillis));
    bytes += event.footprint() - (before == null ? 0 : before.event().footprint());
    while (users.size() > limits.latestUsers() || bytes > limits.memory().latestBytes()) {
      bytes -= users.pollFirstEntry().getValue().event().footprint();
    }
  }

  Event.@Nullable State find(User user, long nowMillis) {
    Latest latest = users.get(user);
    return latest == null || nowMillis - latest.sinceMillis() > limits.idle().toMillis()
        ? null
        : latest.event();
  }

  /** The bytes of heap that all events take at most. */
  long footprint() {
    return bytes;
  }
}
