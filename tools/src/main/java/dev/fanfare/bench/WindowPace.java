package dev.fanfare.bench;

/**
 * Closed loop: the next publication is sent when fewer than {@code publications} are not yet
 * delivered. It never overruns a server, so a server gains nothing by letting deliveries pile up.
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

  /**
   * The number of deliveries at which the next publication is sent. Each publication counts as the
   * average one.
   */
  long openAt() {
    long deliveriesOfOne = taken == 0 ? 0 : tally.expected / taken;
    return tally.expected - publications * deliveriesOfOne + (deliveriesOfOne == 0 ? 0 : 1);
  }
}
