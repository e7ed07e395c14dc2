package dev.fanfare.fanout;

import dev.fanfare.topic.TopicLimits;
import java.time.Duration;

/**
 * How the hub keeps its topics.
 *
 * @param limits of each replica
 * @param linger how long a topic is kept after its last subscriber has gone
 */
public record HubSettings(TopicLimits limits, Duration linger) {
  public static final HubSettings DEFAULT =
      new HubSettings(TopicLimits.DEFAULT, Duration.ofSeconds(30));
}
