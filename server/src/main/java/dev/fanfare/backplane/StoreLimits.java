package dev.fanfare.backplane;

import dev.fanfare.topic.Bounds;
import dev.fanfare.topic.TopicLimits;
import java.time.Duration;

/**
 * How much a store keeps.
 *
 * @param topic the limits of each topic
 * @param latestUsers users of a topic whose latest state event is kept; past it the user who has
 *     been silent for the longest time is forgotten
 * @param idle how long a topic is kept that nobody writes or follows
 * @param idempotency how long an idempotency key is remembered
 * @param memory the limits of a store in this process
 */
public record StoreLimits(
    TopicLimits topic, int latestUsers, Duration idle, Duration idempotency, Memory memory) {
  public static final StoreLimits DEFAULT =
      new StoreLimits(TopicLimits.DEFAULT, 10_000, Duration.ofHours(24), Duration.ofMinutes(2));

  public StoreLimits {
    Bounds.check("fanfare.latest-users", latestUsers, 1, Integer.MAX_VALUE);
    Bounds.check("fanfare.idle", idle);
    Bounds.check("fanfare.idempotency", idempotency);
  }

  /** Limits with the usual memory for this process. */
  public StoreLimits(TopicLimits topic, int latestUsers, Duration idle, Duration idempotency) {
    this(topic, latestUsers, idle, idempotency, Memory.ofHeap());
  }

  /**
   * Bytes of heap, as {@link dev.fanfare.topic.Event#footprint()} estimates them: the estimate is
   * too high rather than too low.
   *
   * @param storeBytes of all topics; past it the topics that have been unused for the longest time
   *     give way, and publishing is refused once only state is left
   * @param latestBytes of the latest events by user of one topic; past it the oldest is forgotten
   * @param idempotencyBytes of all remembered idempotency keys; past it publishing with a new key
   *     is refused
   */
  public record Memory(long storeBytes, long latestBytes, long idempotencyBytes) {
    private static final int LATEST_BYTES = 8 << 20;

    public Memory {
      Bounds.check("fanfare.store-bytes", storeBytes, 1, Bounds.MAX_BYTES);
      Bounds.check("fanfare.latest-bytes", latestBytes, 1, Bounds.MAX_BYTES);
      Bounds.check("fanfare.idempotency-bytes", idempotencyBytes, 1, Bounds.MAX_BYTES);
    }

    /** A quarter of the heap of this process for topics, an eighth for idempotency keys. */
    public static Memory ofHeap() {
      long heap = Runtime.getRuntime().maxMemory();
      return new Memory(heap / 4, LATEST_BYTES, heap / 8);
    }
  }
}
