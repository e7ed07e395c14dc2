package dev.fanfare.bench;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The number and a checksum of events. Two equal sums stand for the same events, in any order.
 *
 * @param checksum over the numbers of the events
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
   * SplitMix64 of the JDK. It is a bijection, so that sums of different numbers do not collide by
   * chance.
   */
  private static long mixed(long number) {
    return new SplittableRandom(number).nextLong();
  }
}
