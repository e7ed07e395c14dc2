package dev.fanfare.fanout;

import dev.fanfare.topic.Bounds;
import dev.fanfare.topic.TopicLimits;
import java.time.Duration;

/**
 * How the hub keeps its topics.
 *
 * @param limits of each replica
 * @param linger how long a topic is kept after its last subscriber has gone
 * @param followedBytes heap that all followed topics take at most; past it the topics that have
 *     lingered longest are dropped first, then logs; then subscribing to a topic that is not yet
 *     followed is refused
 */
public record HubSettings(TopicLimits limits, Duration linger, long followedBytes) {
  public static final HubSettings DEFAULT =
      new HubSettings(TopicLimits.DEFAULT, Duration.ofSeconds(30));

  public HubSettings {
    Bounds.check("fanfare.linger", linger);
    Bounds.check("fanfare.followed-bytes", followedBytes, 1, Bounds.MAX_BYTES);
  }

  /** Settings with a quarter of the heap of this process. */
  public HubSettings(TopicLimits limits, Duration linger) {
    this(limits, linger, Runtime.getRuntime().maxMemory() / 4);
  }
}
