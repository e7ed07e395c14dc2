package dev.fanfare.metrics;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Limits the bytes of heap that one purpose may use. A metric shows how many are used. All users
 * report estimates that are rather too high. Safe for any thread.
 */
public final class Budget {
  private final long limit;
  private final Metrics metrics;
  private final Metric used;
  private final AtomicLong bytes = new AtomicLong();

  /**
   * A budget of which nothing is used.
   *
   * @param used the metric that shows the used bytes
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

  /**
   * Takes this number of bytes; false if there are not enough left. A negative number gives bytes
   * back and always succeeds.
   */
  public boolean take(long wanted) {
    if (bytes.addAndGet(wanted) > limit && wanted > 0) {
      bytes.addAndGet(-wanted);
      return false;
    }
    metrics.add(used, wanted);
    return true;
  }

  /** Adds to the used bytes, whatever the limit is. A negative number gives bytes back. */
  public void add(long more) {
    if (more != 0) {
      bytes.addAndGet(more);
      metrics.add(used, more);
    }
  }

  /** Whether fewer bytes than this are left. */
  public boolean lacks(long wanted) {
    return bytes.get() + wanted > limit;
  }
}
