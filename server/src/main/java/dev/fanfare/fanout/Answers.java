package dev.fanfare.fanout;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The deltas to the present head of a topic, encoded: joins and resumes at one position share one
 * encoding. When thousands come back at once they come from few positions, so few are kept.
 */
final class Answers {
  /** Positions whose answer is kept at most; past it the oldest is encoded again when asked for. */
  static final int MAX_KEPT = 16;

  /** There are many topics, and most are asked from one position only. */
  private static final int FEW = 1;

  private final Metrics metrics;
  private final SequencedMap<Optional<Position>, Advance> encoded = new LinkedHashMap<>(FEW);

  private Freshness freshness = Freshness.CURRENT;

  Answers(Metrics metrics) {
    this.metrics = metrics;
  }

  Advance since(@Nullable Position from, TopicLog log) {
    metrics.increment(Metric.ANSWERS);
    // All that the log cannot lead on from get the same reset, or forged positions would fill this.
    Optional<Position> known = Optional.ofNullable(from).filter(log::knows);
    Advance answer = encoded.get(known);
    if (answer == null) {
      metrics.increment(Metric.ANSWERS_ENCODED);
      answer = Advance.of(log.since(from), freshness);
      encoded.put(known, answer);
      if (encoded.size() > MAX_KEPT) {
        encoded.pollFirstEntry();
      }
    }
    return answer;
  }

  /** The topic has moved on. */
  void clear() {
    encoded.clear();
  }

  Freshness freshness() {
    return freshness;
  }

  /** What is answered from now on bears this mark. */
  void mark(Freshness mark) {
    if (mark != freshness) {
      freshness = mark;
      clear();
    }
  }
}
