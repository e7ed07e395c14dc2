package dev.fanfare.bench;

/**
 * Closed loop: the next goes when fewer than so many are on the way to their readers. It never
 * overruns a server, so none is quick by letting things pile up.
 */
final class WindowPace implements Pace {
  private final int publications;
  private final BenchTally tally;
  private long taken;

  WindowPace(int publications, BenchTally tally) {
    this.publications = publications;
    this.tally = tally;
  }

  @Override
  public long waitNanos(long nowNanos) {
    return taken == 0 || tally.delivered >= openAt() ? 0 : NOT_YET;
  }

  @Override
  public long take(long nowNanos) {
    taken++;
    return nowNanos;
  }

  /** How much has to be delivered for the next to go: a publication counts as the average one. */
  long openAt() {
    long deliveriesOfOne = taken == 0 ? 0 : tally.expected / taken;
    return tally.expected - publications * deliveriesOfOne + (deliveriesOfOne == 0 ? 0 : 1);
  }
}
