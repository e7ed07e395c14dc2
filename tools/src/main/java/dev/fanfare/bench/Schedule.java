package dev.fanfare.bench;

import java.util.concurrent.TimeUnit;

/**
 * Open loop: publications are due at fixed times, however late the earlier ones are. A latency that
 * counts from these times includes every delay.
 */
final class Schedule implements Pace {
  private final double periodNanos;
  private final long startNanos;
  private long taken;

  Schedule(double perSecond, long startNanos) {
    periodNanos = TimeUnit.SECONDS.toNanos(1) / perSecond;
    this.startNanos = startNanos;
  }

  @Override
  public long waitNanos(long nowNanos) {
    return due() - nowNanos;
  }

  @Override
  public long take(long nowNanos) {
    long due = due();
    taken++;
    return due;
  }

  private long due() {
    return startNanos + (long) (taken * periodNanos);
  }
}
