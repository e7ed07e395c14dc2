package dev.fanfare.fanout;

import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Samples;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * The delta of an advance becomes frames, once per instance; several advances are merged, once per
 * lane.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MergeBenchmark {
  /** The number of advances that came while the loop was busy. */
  @Param({"1", "8"})
  int advances;

  private static final Format JSON =
      (delta, freshness, first) -> {
        DeltaWriter.Message message = DeltaWriter.writeFrom(delta, freshness, first);
        return new Format.Encoded(message.json(), message.next());
      };

  private final Delta delta = Samples.told(Samples.events(10, 1, 128));
  private List<Advance> held = List.of();

  @Setup
  public void fill() {
    held = Stream.generate(() -> Advance.of(delta, JSON, 0)).limit(advances).toList();
  }

  @Benchmark
  public int merge() {
    return merged(held);
  }

  @Benchmark
  public int encodeAndMerge() {
    return merged(Stream.generate(() -> Advance.of(delta, JSON, 0)).limit(advances).toList());
  }

  private static int merged(List<Advance> advances) {
    Round round = new Round(Lane.STRETCH, new FrameBudget(Long.MAX_VALUE, () -> {}));
    round.join(advances, 1);
    int deltas = round.laps().deltas();
    round.release();
    return deltas;
  }
}
