package dev.fanfare.backplane;

import dev.fanfare.topic.TopicLimits;
import java.time.Duration;

/**
 * How much a store keeps.
 *
 * @param topic of each topic
 * @param latestUsers users of a topic whose latest state event is kept; past it the one that was
 *     longest silent is forgotten
 * @param idle how long a topic is kept that nobody writes or follows
 * @param idempotency how long an idempotency key is remembered
 */
public record StoreLimits(TopicLimits topic, int latestUsers, Duration idle, Duration idempotency) {
  public static final StoreLimits DEFAULT =
      new StoreLimits(TopicLimits.DEFAULT, 10_000, Duration.ofHours(24), Duration.ofMinutes(2));
}
