package dev.fanfare.gateway.http;

import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the bytes that all HTTP connections hold together: requests that are not answered yet, and
 * answers that sockets have not taken. Each connection reports in steps, so a connection that holds
 * little reports nothing. Safe for any thread.
 */
@Singleton
final class HeldMemory {
  /** A connection is counted once it holds this many bytes, and then in steps of them. */
  static final int STEP_BYTES = 16 * 1024;

  private final AtomicLong bytes = new AtomicLong();
  private final long limitBytes;

  HeldMemory(HttpSettings settings) {
    this.limitBytes = settings.connectionBytes();
  }

  /** Counts the steps; false if they exceed the limit. They are counted even then. */
  boolean change(long steps) {
    return bytes.addAndGet(steps * STEP_BYTES) <= limitBytes || steps <= 0;
  }

  long bytes() {
    return bytes.get();
  }
}
