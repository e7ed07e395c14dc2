package dev.fanfare.protocol;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Samples;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Parses the input of an instance: a published event, a browser's messages, a delta from Redis. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ParseBenchmark {
  @Param({"128", "1024"})
  int dataChars;

  private String draft = "";
  private String publish = "";
  private String told = "";
  private final String subscribe =
      "{\"type\":\"subscribe\",\"id\":\"7\",\"topic\":\"board:42\",\"from\":\"17.k3f9a2b7c1dqz\"}";

  @Setup
  public void fill() {
    String data = Samples.data(dataChars).json();
    draft = "{\"kind\":\"state\",\"key\":\"card:123\",\"user\":\"alice\",\"data\":" + data + "}";
    publish = "{\"type\":\"publish\",\"id\":\"7\",\"topic\":\"board:42\",\"event\":" + draft + "}";
    Delta delta = Samples.told(Samples.events(10, 1, dataChars));
    told = new String(DeltaWriter.write(delta, Freshness.CURRENT).getFirst(), UTF_8);
  }

  /** The body of a POST. */
  @Benchmark
  public Draft publishedEvent() {
    return DraftReader.read(JsonObject.parse(draft));
  }

  @Benchmark
  public ClientFrame publishMessage() {
    return ClientFrameReader.read(publish);
  }

  @Benchmark
  public ClientFrame subscribeMessage() {
    return ClientFrameReader.read(subscribe);
  }

  /** The delta that each instance reads from Redis for each publication. */
  @Benchmark
  public Delta toldDelta() {
    return EventReader.readDelta(told);
  }
}
