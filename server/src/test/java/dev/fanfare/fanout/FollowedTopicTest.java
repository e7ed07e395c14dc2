package dev.fanfare.fanout;

import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.TopicName;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a topic still receives after it was dropped, on one loop and with answers in order. */
final class FollowedTopicTest {
  private static final TopicName TOPIC = new TopicName("t");

  private final FanOut fanOut = new FanOut(1, new InOrder());

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void news_for_a_dropped_topic_do_not_reach_those_who_follow_it_anew() {
    fanOut.store.deaf(true);
    Browser first = fanOut.browser(0, TOPIC);
    first.subscribe();
    run();
    fanOut.publish(TOPIC, state("k", "1"));
    fanOut.store.interrupted();
    first.unsubscribe();
    run();
    fanOut.pass(FanOut.LINGER);
    run();
    assertThat(fanOut.store.answer()).as("its head arrives").isTrue();
    run();
    fanOut.store.deaf(false);
    Browser second = fanOut.browser(0, TOPIC);
    second.subscribe();
    run();
    fanOut.publish(TOPIC, state("k", "2"));
    fanOut.settle();
    second.read();
    assertThat(second.view().state()).isEqualTo(Map.of("k", "2"));
    assertThat(first.read()).isEmpty();
  }

  @Test
  void a_topic_that_was_left_before_it_was_opened_asks_the_store_nothing_more() {
    fanOut.store.away(true);
    Browser browser = fanOut.browser(0, TOPIC);
    browser.subscribe();
    run();
    browser.unsubscribe();
    run();
    fanOut.pass(FanOut.LINGER);
    run();
    assertThat(fanOut.store.answer()).as("it was asked").isTrue();
    fanOut.settle();
    fanOut.pass(FanOut.LINGER);
    run();
    assertThat(fanOut.store.answer()).isFalse();
  }

  /** Runs everything that waits, except answers of the store. */
  private void run() {
    fanOut.loops.forEach(FanOut::runAll);
  }

  /** Answers arrive in the order of the questions, with the store as it was when it was asked. */
  private static final class InOrder extends Random {
    @Override
    public boolean nextBoolean() {
      return true;
    }

    @Override
    public int nextInt(int bound) {
      return 0;
    }
  }
}
