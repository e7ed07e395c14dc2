package dev.fanfare.attack;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Limits an attacker to a share of a core. The attacks are about memory and files, which a client
 * can use up with little effort. An attacker that sends as fast as a machine can needs no weakness
 * of the server. Server, attacker and bystander share two cores here: an attacker without a pace
 * would take the bystander's share, and the figures would be about the machine.
 */
final class Pace {
  /** The share of the time that bursts take. If a burst waits for the server, that time counts. */
  private static final double SHARE = 0.3;

  /** The shortest time between two bursts: the bytes of a second are divided among them. */
  static final Duration PERIOD = Duration.ofMillis(20);

  private Pace() {}

  /** Runs bursts until this time has passed or the assault is over. */
  static void run(Assault assault, Duration lasting) {
    long endNanos = System.nanoTime() + lasting.toNanos();
    while (System.nanoTime() < endNanos && !assault.isOver()) {
      long begunNanos = System.nanoTime();
      assault.burst();
      long burstNanos = System.nanoTime() - begunNanos;
      rest(Math.max(PERIOD.toNanos(), (long) (burstNanos / SHARE)) - burstNanos);
    }
  }

  /** Waits for this time, while others do what is measured. */
  static void rest(Duration time) {
    rest(time.toNanos());
  }

  private static void rest(long nanos) {
    long endNanos = System.nanoTime() + nanos;
    for (long left = nanos; left > 0; left = endNanos - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }
}
