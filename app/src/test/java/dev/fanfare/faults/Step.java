package dev.fanfare.faults;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * One fault of a run.
 *
 * @param victim any number, which selects what is hit
 * @param before how long there is no fault before it
 * @param lasting how long it lasts
 */
record Step(Fault fault, int victim, Duration before, Duration lasting) {
  private static final int MAX_BEFORE_MILLIS = 500;
  private static final int MIN_LASTING_MILLIS = 100;

  /** Shorter than the time after which Sentinel or a Cluster takes a silent node for dead. */
  private static final int MAX_LASTING_MILLIS = 900;

  /** The same faults, in the same order, for the same seed. */
  static List<Step> plan(Topology topology, long seed, int count) {
    List<Fault> faults = Stream.of(Fault.values()).filter(it -> it.suits(topology)).toList();
    Random random = new Random(seed);
    return IntStream.range(0, count)
        .mapToObj(_ ->
            new Step(
                faults.get(random.nextInt(faults.size())),
                random.nextInt(1 << 16),
                Duration.ofMillis(random.nextInt(MAX_BEFORE_MILLIS)),
                Duration.ofMillis(random.nextInt(MIN_LASTING_MILLIS, MAX_LASTING_MILLIS))))
        .toList();
  }
}
