package dev.fanfare.bench;

import dev.fanfare.timing.Durations;
import org.jspecify.annotations.Nullable;

/** Counters and times. Only the loop reads and writes them. */
final class BenchTally {
  /** Time from when an event was due until a socket had it. */
  final Durations latency = new Durations();

  /** Time from when an event was due until the server had answered. */
  final Durations answers = new Durations();

  /** Events sent, and their outcomes. */
  long published;

  long accepted;
  long refused;
  long unanswered;

  /** Events times sockets: the deliveries expected of the events sent, and those that happened. */
  long expected;

  long delivered;

  /** Deltas that replaced what a socket had. */
  long resets;

  /** Deltas that did not start at the socket's position. */
  long misfits;

  private @Nullable String complaint;
  private long measuredFromNanos = Long.MAX_VALUE;
  private long awaited = Long.MAX_VALUE;
  private Runnable onAwaited = () -> {};

  /** Starts to record latencies, of events that are due from this time on. */
  void measureFrom(long nowNanos) {
    measuredFromNanos = nowNanos;
  }

  /** A socket received events that were due at these times. */
  void delivered(long[] dueNanos) {
    delivered += dueNanos.length;
    if (dueNanos.length > 0 && dueNanos[0] >= measuredFromNanos) {
      long now = System.nanoTime();
      for (long due : dueNanos) {
        latency.record(now - due);
      }
    }
    if (delivered >= awaited) {
      awaited = Long.MAX_VALUE;
      onAwaited.run();
    }
  }

  /** A server has stored events that were due at this time. */
  void answered(long dueNanos, long nowNanos) {
    if (dueNanos >= measuredFromNanos) {
      answers.record(nowNanos - dueNanos);
    }
  }

  /** Runs the task once, when this many deliveries have happened in all. */
  void await(long deliveries, Runnable task) {
    awaited = deliveries;
    onAwaited = task;
  }

  /** Keeps the first thing that went wrong. */
  void complain(String what) {
    if (complaint == null) {
      complaint = what;
    }
  }

  @Nullable String complaint() {
    return complaint;
  }
}
