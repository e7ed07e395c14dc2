package dev.fanfare.bench;

/** How much is published. */
public sealed interface Load {
  /** Nothing: what idle sockets cost. */
  record Idle() implements Load {}

  /**
   * So many events a second, by a fixed schedule, however slowly the server answers. Latency counts
   * from when an event was due.
   */
  record Rate(double perSecond) implements Load {
    public Rate {
      if (!(perSecond > 0)) {
        throw new IllegalArgumentException(perSecond + " events a second: expected more than 0");
      }
    }
  }

  /** As fast as it goes with so many publications not yet delivered to all. */
  record Window(int publications) implements Load {
    public Window {
      if (publications < 1) {
        throw new IllegalArgumentException(publications + " publications: expected at least 1");
      }
    }
  }
}
