package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.Freshness;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

final class AnswersTest {
  private final TopicLog log = new TopicLog(new TopicName("t"), TopicLimits.DEFAULT);
  private final Metrics metrics = new Metrics();
  private final Answers answers = new Answers(metrics);

  @BeforeEach
  void fill() {
    for (int i = 1; i <= 100; i++) {
      append(i);
    }
  }

  @Test
  void one_position_is_encoded_once_until_the_topic_moves_on() {
    Advance answer = answers.since(position(50), log);
    assertThat(answers.since(position(50), log)).isSameAs(answer);
    assertThat(metrics.value(Metric.ANSWERS)).isEqualTo(2);
    assertThat(metrics.value(Metric.ANSWERS_ENCODED)).isEqualTo(1);
    append(101);
    answers.clear();
    assertThat(answers.since(position(50), log).to()).isEqualTo(position(101));
  }

  @Test
  void every_position_that_is_not_known_gets_the_reset_that_a_joiner_gets() {
    Advance reset = answers.since(null, log);
    for (int i = 1; i < 100; i++) {
      assertThat(answers.since(new Position(i, "forged"), log)).isSameAs(reset);
    }
  }

  @Test
  void few_are_kept_and_all_are_right() {
    Advance first = answers.since(position(1), log);
    for (int i = 2; i <= 100; i++) {
      Advance answer = answers.since(position(i), log);
      assertThat(answer.from()).isEqualTo(position(i));
      assertThat(answer.to()).isEqualTo(position(100));
    }
    assertThat(answers.since(position(1), log)).isNotSameAs(first);
    assertThat(answers.since(position(100), log)).isSameAs(answers.since(position(100), log));
  }

  @Test
  void what_is_encoded_anew_bears_the_mark_of_its_time() {
    Advance current = answers.since(position(50), log);
    answers.mark(Freshness.STALE);
    Advance stale = answers.since(position(50), log);
    assertThat(Frames.messages(stale.frames())).allMatch(delta -> delta.flag("stale"));
    assertThat(Frames.messages(current.frames())).noneMatch(delta -> delta.flag("stale"));
    answers.mark(Freshness.STALE);
    assertThat(answers.since(position(50), log)).isSameAs(stale);
  }

  private void append(int seq) {
    log.append(Drafts.state("k" + seq, "1").stamped(position(seq), seq));
  }

  private static Position position(int seq) {
    return new Position(seq, "id");
  }
}
