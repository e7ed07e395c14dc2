package dev.fanfare.backplane.memory;

import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.TopicLimits;
import java.time.Duration;

/** Limits of small stores. */
final class StoreRoom {
  private StoreRoom() {}

  static StoreLimits of(long storeBytes) {
    return of(storeBytes, 1 << 20, 1 << 20);
  }

  static StoreLimits of(long storeBytes, long latestBytes, long idempotencyBytes) {
    return new StoreLimits(
        TopicLimits.DEFAULT,
        10_000,
        Duration.ofHours(24),
        Duration.ofMinutes(2),
        new StoreLimits.Memory(storeBytes, latestBytes, idempotencyBytes));
  }
}
