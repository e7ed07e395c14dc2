package dev.fanfare.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Bytes of heap that may be used for one purpose, and those that are; a metric shows these. Whoever
 * uses some says so, in estimates that are rather too high. Safe for any thread.
 */
public final class Budget {
  private final long limit;
  private final Metrics metrics;
  private final Metric used;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A budget of which nothing is used.
   *
   * @param used shows what is used
   */
  public Budget(long limit, Metrics metrics, Metric used) {
    this.limit = limit;
    this.metrics = metrics;
    this.used = used;
  }

  public long limit() {
    return limit;
  }

  public long used() {
    return bytes.get();
  }

  /** Takes so many if there are; what gives some back is always granted. */
  public boolean take(long wanted) {
    if (bytes.addAndGet(wanted) > limit && wanted > 0) {
      bytes.addAndGet(-wanted);
      return false;
    }
    metrics.add(used, wanted);
    return true;
  }

  /** So many more are used, or fewer, whatever the limit is. */
  public void add(long more) {
    if (more != 0) {
      bytes.addAndGet(more);
      metrics.add(used, more);
    }
  }

  /** Whether there are not so many left. */
  public boolean lacks(long wanted) {
    return bytes.get() + wanted > limit;
  }
}
