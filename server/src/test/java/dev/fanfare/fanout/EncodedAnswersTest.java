package dev.fanfare.fanout;

import static dev.fanfare.fanout.TestFormat.PREFIXED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class EncodedAnswersTest {
  private final TopicLog log = new TopicLog(new TopicName("t"), TopicLimits.DEFAULT);
  private final Metrics metrics = new Metrics();
  private final EncodedAnswers answers = new EncodedAnswers(metrics);

  @BeforeEach
  void fill() {
    for (int i = 1; i <= 100; i++) {
      append(i);
    }
  }

  @Test
  void the_answer_for_a_position_is_encoded_once_until_the_topic_advances() {
    Answer answer = since(position(50));
    assertThat(since(position(50))).isSameAs(answer);
    assertThat(metrics.value(Metric.ANSWERS)).isEqualTo(2);
    assertThat(metrics.value(Metric.ANSWERS_ENCODED)).isEqualTo(1);
    append(101);
    answers.forget(log.topic());
    assertThat(since(position(50)).to()).isEqualTo(position(101));
  }

  @Test
  void every_unknown_position_gets_the_reset_that_a_joiner_gets() {
    Answer reset = since(null);
    for (int i = 1; i < 100; i++) {
      assertThat(since(new Position(i, "forged"))).isSameAs(reset);
    }
  }

  @Test
  void few_answers_are_kept_and_all_are_right() {
    Answer first = since(position(1));
    for (int i = 2; i <= 100; i++) {
      Answer answer = since(position(i));
      assertThat(answer.from()).isEqualTo(position(i));
      assertThat(answer.to()).isEqualTo(position(100));
    }
    assertThat(since(position(1))).isNotSameAs(first);
    assertThat(since(position(100))).isSameAs(since(position(100)));
  }

  @Test
  void an_answer_encoded_anew_has_the_mark_of_its_own_time() {
    Answer current = since(position(50));
    answers.forget(log.topic());
    Answer stale = answers.since(position(50), PREFIXED, log, Freshness.STALE);
    assertThat(PREFIXED.messages(stale.message(0).bytes())).allMatch(delta -> delta.flag("stale"));
    assertThat(PREFIXED.messages(current.message(0).bytes()))
        .noneMatch(delta -> delta.flag("stale"));
  }

  @Test
  void the_answers_of_few_topics_are_kept_and_all_are_right() {
    Answer first = since(position(1));
    for (int i = 1; i < EncodedAnswers.MAX_TOPICS; i++) {
      TopicLog other = new TopicLog(new TopicName("other:" + i), TopicLimits.DEFAULT);
      other.append(Drafts.state("k", "1").stamped(position(i), 0));
      Answer answer = answers.since(null, PREFIXED, other, Freshness.CURRENT);
      assertThat(answer.to()).isEqualTo(position(i));
      assertThat(answers.since(null, PREFIXED, other, Freshness.CURRENT)).isSameAs(answer);
    }
    assertThat(since(position(1))).isSameAs(first);
    TopicLog last = new TopicLog(new TopicName("one:more"), TopicLimits.DEFAULT);
    answers.since(null, PREFIXED, last, Freshness.CURRENT);
    assertThat(since(position(1)).to()).isEqualTo(position(100));
    assertThat(since(position(1))).isNotSameAs(first);
  }

  private Answer since(@Nullable Position from) {
    return answers.since(from, PREFIXED, log, Freshness.CURRENT);
  }

  private void append(int seq) {
    log.append(Drafts.state("k" + seq, "1").stamped(position(seq), seq));
  }

  private static Position position(int seq) {
    return new Position(seq, "id");
  }
}
