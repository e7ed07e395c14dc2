package dev.fanfare.backplane;

import dev.fanfare.topic.Bounds;
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
 * @param memory of a store that is in this process
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

  /** With the memory that is usual for this process. */
  public StoreLimits(TopicLimits topic, int latestUsers, Duration idle, Duration idempotency) {
    this(topic, latestUsers, idle, idempotency, Memory.ofHeap());
  }

  /**
   * Bytes of heap, as {@link dev.fanfare.topic.Event#footprint()} counts them: rather too many.
   *
   * @param storeBytes of all topics; past it what was used longest ago is forgotten, and publishing
   *     is refused once only state is left
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

    /** A quarter and an eighth of the heap that this process may have. */
    public static Memory ofHeap() {
      long heap = Runtime.getRuntime().maxMemory();
      return new Memory(heap / 4, LATEST_BYTES, heap / 8);
    }
  }
}
