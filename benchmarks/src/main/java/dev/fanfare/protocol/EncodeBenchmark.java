package dev.fanfare.protocol;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Samples;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Encodes a delta as messages, once for all readers. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class EncodeBenchmark {
  private static final int SNAPSHOT_KEYS = 100;

  @Param({"128", "1024"})
  int dataChars;

  private Delta live = Samples.told(Samples.events(1, 1, 128));
  private Delta snapshot = live;

  @Setup
  public void fill() {
    live = Samples.told(Samples.events(10, 1, dataChars));
    snapshot = Samples.log(Samples.events(1_000, SNAPSHOT_KEYS, dataChars)).since(null);
  }

  @Benchmark
  public List<byte[]> liveDelta() {
    return DeltaWriter.write(live, Freshness.CURRENT);
  }

  @Benchmark
  public List<byte[]> snapshot() {
    return DeltaWriter.write(snapshot, Freshness.CURRENT);
  }
}
