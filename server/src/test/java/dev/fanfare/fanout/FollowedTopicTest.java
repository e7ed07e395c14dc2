package dev.fanfare.fanout;

import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.topic.TopicName;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a topic still receives after it was dropped, on one loop and with answers in order. */
final class FollowedTopicTest {
  private static final TopicName TOPIC = new TopicName("t");

  private final InOrder order = new InOrder();
  private final FanOut fanOut = new FanOut(1, order);

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

  /** It takes longer to read a large topic than from one check of the subscription to the next. */
  @Test
  void a_store_that_answers_slowly_is_asked_once_however_often_the_subscription_is_checked() {
    fanOut.publish(TOPIC, state("k", "1"));
    fanOut.settle();
    fanOut.publish(TOPIC, state("k", "2"));
    Browser browser = fanOut.browser(0, TOPIC);
    browser.subscribe();
    run();
    order.latestFirst = true;
    for (int i = 0; i < 5; i++) {
      fanOut.store.interrupted();
      assertThat(fanOut.store.answer()).as("a head arrives").isTrue();
      run();
    }
    order.latestFirst = false;
    assertThat(fanOut.store.answer()).as("the first answer").isTrue();
    run();
    browser.read();
    assertThat(browser.view().state()).isEqualTo(Map.of("k", "2"));
    assertThat(fanOut.store.answer()).as("it is asked for what it may have missed").isTrue();
    run();
    assertThat(fanOut.store.answer()).as("and no more").isFalse();
  }

  /** Its log was worth dropping if memory had been scarce. */
  @Test
  void nothing_keeps_the_replica_of_a_topic_that_was_dropped() {
    for (int i = 0; i < 100; i++) {
      fanOut.publish(TOPIC, state("k" + i, "\"" + "x".repeat(100) + "\""));
    }
    fanOut.settle();
    Browser browser = fanOut.browser(0, TOPIC);
    browser.subscribe();
    fanOut.settle();
    browser.read();
    assertThat(browser.view().state()).hasSize(100);
    browser.unsubscribe();
    run();
    fanOut.pass(FanOut.LINGER);
    run();
    await()
        .until(() -> {
          System.gc();
          return fanOut.store.used() == 0;
        });
  }

  /** Runs everything that waits, except answers of the store. */
  private void run() {
    fanOut.loops.forEach(FanOut::runAll);
  }

  /** Answers arrive in the order of the questions, with the store as it was when it was asked. */
  private static final class InOrder extends Random {
    /** Answers arrive in the opposite order. */
    boolean latestFirst;

    @Override
    public boolean nextBoolean() {
      return true;
    }

    @Override
    public int nextInt(int bound) {
      return latestFirst ? bound - 1 : 0;
    }
  }
}
