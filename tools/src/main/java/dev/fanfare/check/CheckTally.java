package dev.fanfare.check;

import java.util.EnumMap;
import java.util.Map;

/** The counters of a check. Written by the check's loop. */
final class CheckTally {
  private final Map<CheckCounter, Long> counts = new EnumMap<>(CheckCounter.class);

  void add(CheckCounter counter, long more) {
    counts.merge(counter, more, Long::sum);
  }

  void increment(CheckCounter counter) {
    add(counter, 1);
  }

  long count(CheckCounter counter) {
    return counts.getOrDefault(counter, 0L);
  }

  /** The sum of both; neither changes. */
  CheckTally plus(CheckTally others) {
    CheckTally sum = new CheckTally();
    for (CheckCounter counter : CheckCounter.values()) {
      sum.add(counter, count(counter) + others.count(counter));
    }
    return sum;
  }
}
