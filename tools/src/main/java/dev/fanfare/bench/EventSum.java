package dev.fanfare.bench;

import java.util.List;
import java.util.SplittableRandom;

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

  /**
   * SplitMix64 of the JDK: a bijection, so that sums of different numbers do not meet by chance.
   */
  private static long mixed(long number) {
    return new SplittableRandom(number).nextLong();
  }
}
