package dev.fanfare.fanout;

import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * The deltas to the present heads of a home's topics, encoded: joins and resumes at one position
 * share one encoding. When thousands come back at once they come to few topics and from few
 * positions, so few are kept; past it the oldest is encoded again when asked for.
 */
final class EncodedAnswers {
  /** Topics whose answers are kept at most. */
  static final int MAX_TOPICS = 1_024;

  /** Positions of a topic whose answer is kept at most. */
  static final int MAX_POSITIONS = 16;

  private final Metrics metrics;
  private final SequencedMap<TopicName, SequencedMap<AnswerKey, Answer>> encoded =
      new LinkedHashMap<>();

  /**
   * What an answer is kept under.
   *
   * @param from null for a reset
   */
  private record AnswerKey(@Nullable Position from, Format format) {}

  EncodedAnswers(Metrics metrics) {
    this.metrics = metrics;
  }

  Answer since(@Nullable Position from, Format format, TopicLog log, Freshness freshness) {
    metrics.increment(Metric.ANSWERS);
    // All that the log cannot lead on from get the same reset, or forged positions would fill this.
    AnswerKey key = new AnswerKey(from != null && log.knows(from) ? from : null, format);
    SequencedMap<AnswerKey, Answer> ofTopic =
        encoded.computeIfAbsent(log.topic(), _ -> new LinkedHashMap<>());
    Answer answer = ofTopic.get(key);
    if (answer == null) {
      metrics.increment(Metric.ANSWERS_ENCODED);
      answer = new Answer(log.since(from), freshness, format);
      ofTopic.put(key, answer);
      if (ofTopic.size() > MAX_POSITIONS) {
        ofTopic.pollFirstEntry();
      }
      if (encoded.size() > MAX_TOPICS) {
        encoded.pollFirstEntry();
      }
    }
    return answer;
  }

  /** The topic has moved on, or its freshness has changed. */
  void forget(TopicName topic) {
    encoded.remove(topic);
  }
}
