package dev.fanfare.topic;

import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** The one function for joining, resuming and catching up, in a topic of 1,000 events. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class SinceBenchmark {
  private static final int EVENTS = TopicLimits.DEFAULT.logEvents();
  private static final int KEYS = 100;

  /** The position of a reader. */
  public enum From {
    /** From nothing: it gets the state. */
    JOINS,
    /** It has seen all. */
    IS_THERE,
    /** It gets the events that it missed. */
    RESUMES,
    /** It gets the last missed event of each key. */
    RESUMES_FAR_BEHIND,
    /** Its position belongs to another history: it gets the state. */
    IS_RESET
  }

  @Param From reader = From.JOINS;

  private final TopicLog log = Samples.log(Samples.events(EVENTS, KEYS, 128));

  private @Nullable Position position;

  @Setup
  public void place() {
    position =
        switch (reader) {
          case JOINS -> null;
          case IS_THERE -> Samples.at(EVENTS);
          case RESUMES -> Samples.at(EVENTS - 10);
          case RESUMES_FAR_BEHIND -> Samples.at(1);
          case IS_RESET -> new Position(EVENTS, "9v1c4zj6hb3ye");
        };
  }

  @Benchmark
  public Delta since() {
    return log.since(position);
  }
}
