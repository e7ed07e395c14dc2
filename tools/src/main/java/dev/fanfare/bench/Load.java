package dev.fanfare.bench;

/** The amount of publishing. */
public sealed interface Load {
  /** Nothing is published: shows the cost of idle sockets. */
  record Idle() implements Load {}

  /**
   * A number of events a second, on a fixed schedule, however slowly the server answers. Latency
   * counts from when an event was due.
   */
  record Rate(double perSecond) implements Load {
    public Rate {
      if (!(perSecond > 0)) {
        throw new IllegalArgumentException(perSecond + " events a second: expected more than 0");
      }
    }
  }

  /** As fast as possible, with at most this many publications not yet delivered to all readers. */
  record Window(int publications) implements Load {
    public Window {
      if (publications < 1) {
        throw new IllegalArgumentException(publications + " publications: expected at least 1");
      }
    }
  }
}
