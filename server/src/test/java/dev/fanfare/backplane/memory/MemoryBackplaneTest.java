package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneContract;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/** One instance alone is all instances of its store. */
final class MemoryBackplaneTest extends BackplaneContract {
  private final AtomicLong nowMillis = new AtomicLong(1_790_000_000_000L);
  private final Map<StoreLimits, Backplane> instances = new HashMap<>();

  @Override
  protected Backplane instance(StoreLimits limits) {
    var ids = new OperationIds(new SplittableRandom(1));
    return instances.computeIfAbsent(
        limits, _ -> new MemoryBackplane(limits, () -> Instant.ofEpochMilli(nowMillis.get()), ids));
  }

  @Override
  protected void elapse(Duration time) {
    nowMillis.addAndGet(time.toMillis());
  }
}
