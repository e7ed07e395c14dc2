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
 * The encoded deltas to the present heads of a home's topics: joins and resumes at one position
 * share one encoding. When thousands of readers return at once, they ask for few topics from few
 * positions, so few answers are kept. Past the limits the oldest answer is dropped, and encoded
 * again when it is next asked for.
 */
final class EncodedAnswers {
  /** The number of topics whose answers are kept. */
  static final int MAX_TOPICS = 1_024;

  /** The number of positions of a topic whose answers are kept. */
  static final int MAX_POSITIONS = 16;

  private final Metrics metrics;
  private final SequencedMap<TopicName, SequencedMap<AnswerKey, Answer>> encoded =
      new LinkedHashMap<>();

  /**
   * The key of an answer.
   *
   * @param from null for a reset
   */
  private record AnswerKey(@Nullable Position from, Format format) {}

  EncodedAnswers(Metrics metrics) {
    this.metrics = metrics;
  }

  Answer since(@Nullable Position from, Format format, TopicLog log, Freshness freshness) {
    metrics.increment(Metric.ANSWERS);
    // All positions that the log does not know share one reset; otherwise forged positions would
    // fill this.
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

  /** Drops the answers of a topic: its head has moved, or its freshness has changed. */
  void forget(TopicName topic) {
    encoded.remove(topic);
  }
}
