package dev.fanfare.topic;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Conflates 1,000 events to the last event of each key. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ConflationBenchmark {
  private static final int EVENTS = 1_000;

  @Param({"10", "1000"})
  int keys;

  private Delta delta = Samples.told(Samples.events(1, 1, 128));

  @Setup
  public void fill() {
    delta = new Delta(Samples.TOPIC, null, Samples.at(EVENTS), Samples.events(EVENTS, keys, 128));
  }

  @Benchmark
  public Delta conflate() {
    return delta.conflated();
  }
}
