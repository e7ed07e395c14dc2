package dev.fanfare.gateway.http;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What all HTTP connections hold together: requests that are not answered yet, and what is written
 * to sockets that have not taken it. Each connection tells it in steps, so that one that holds
 * little never comes here. Safe for any thread.
 */
@Singleton
final class HeldMemory {
  /** A connection counts once it holds as much, and then in steps of it. */
  static final int STEP_BYTES = 16 * 1024;

  private final AtomicLong bytes = new AtomicLong();
  private final long limitBytes;

  HeldMemory(HttpSettings settings) {
    this.limitBytes = settings.connectionBytes();
  }

  /** Whether there is room for it; if not it is counted all the same. */
  boolean change(long steps) {
    return bytes.addAndGet(steps * STEP_BYTES) <= limitBytes || steps <= 0;
  }

  long bytes() {
    return bytes.get();
  }
}
