package dev.fanfare.bench;

import java.util.List;

/**
 * How many events, and which: two that are equal stand for the same events, whatever their order.
 *
 * @param checksum over the events' numbers
 */
record EventSum(long events, long checksum) {
  static final EventSum NONE = new EventSum(0, 0);

  static EventSum of(List<EventMark> marks) {
    long checksum = 0;
    for (EventMark mark : marks) {
      checksum += mixed(mark.number());
    }
    return new EventSum(marks.size(), checksum);
  }

  EventSum plus(EventSum other) {
    return new EventSum(events + other.events, checksum + other.checksum);
  }

  /** A bijection under which sums of different numbers do not meet (Stafford's mix 13). */
  private static long mixed(long number) {
    long z = (number ^ (number >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
