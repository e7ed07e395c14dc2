package dev.fanfare.bench;

import dev.fanfare.timing.Durations;
import org.jspecify.annotations.Nullable;

/** What is counted and timed on the loop, which alone reads and writes it. */
final class BenchTally {
  /** From when an event was due to when a socket had it. */
  final Durations latency = new Durations();

  /** From when an event was due to when the server had answered. */
  final Durations answers = new Durations();

  /** Events sent, and what became of them. */
  long published;

  long accepted;
  long refused;
  long unanswered;

  /** Events times sockets: what there should be of those sent, and what there is. */
  long expected;

  long delivered;

  /** Deltas that threw away what a socket knew. */
  long resets;

  /** Deltas that did not begin where the socket was. */
  long misfits;

  private @Nullable String complaint;
  private long measuredFromNanos = Long.MAX_VALUE;
  private long awaited = Long.MAX_VALUE;
  private Runnable onAwaited = () -> {};

  /** Latencies count of what is due from now on. */
  void measureFrom(long nowNanos) {
    measuredFromNanos = nowNanos;
  }

  /** A socket has got events that were due then. */
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

  /** A server has stored events that were due then. */
  void answered(long dueNanos, long nowNanos) {
    if (dueNanos >= measuredFromNanos) {
      answers.record(nowNanos - dueNanos);
    }
  }

  /** Calls back, once, when so much was delivered in all. */
  void await(long deliveries, Runnable task) {
    awaited = deliveries;
    onAwaited = task;
  }

  /** The first thing that went wrong is kept. */
  void complain(String what) {
    if (complaint == null) {
      complaint = what;
    }
  }

  @Nullable String complaint() {
    return complaint;
  }
}
