package dev.fanfare.topic;

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

/** The work of a topic for one publication: the stamp, the log (which is full), the state. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class AppendBenchmark {
  private static final int DATA_CHARS = 128;
  private static final String ID = "0m2n7xq4rt8wa";

  /** The number of keys that take turns; 0 for notices, which leave no state. */
  @Param({"0", "1", "1000"})
  int keys;

  private List<Draft> drafts = List.of();
  private TopicLog log = new TopicLog(Samples.TOPIC, TopicLimits.DEFAULT);
  private int turn;

  @Setup
  public void fill() {
    log = Samples.log(Samples.events(TopicLimits.DEFAULT.logEvents(), keys, DATA_CHARS));
    drafts =
        log.completeSince(Samples.at(1)).events().stream().map(AppendBenchmark::draft).toList();
  }

  @Benchmark
  public Position append() {
    Draft draft = drafts.get(turn++ % drafts.size());
    Position position = log.head().next(ID);
    log.append(draft.stamped(position, 1_790_000_100_000L));
    return log.head();
  }

  private static Draft draft(Event event) {
    return switch (event) {
      case Event.State set -> new Draft.State(set.user(), set.key(), set.data(), set.ttl());
      case Event.Gone cleared -> new Draft.Gone(cleared.user(), cleared.key());
      case Event.Notice notice -> new Draft.Notice(notice.user(), notice.key(), notice.data());
    };
  }
}
