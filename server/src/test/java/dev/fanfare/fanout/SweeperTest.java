package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SweeperTest {
  private static final TopicName TOPIC = new TopicName("t");
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final FanOut fanOut = new FanOut(1, new Random(1));

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void a_topic_is_swept_when_state_expires_however_long_its_ttl_is() {
    for (Duration ttl :
        new Duration[] {SECOND, SECOND.multipliedBy(90), SECOND.multipliedBy(600)}) {
      join();
      fanOut.publish(TOPIC, Drafts.state("k", "1", ttl));
      fanOut.settle();
      int before = fanOut.store.sweeps().size();
      passSeconds(ttl.toSeconds() - 1);
      assertThat(fanOut.store.sweeps()).as("before %s", ttl).hasSize(before);
      passSeconds(2);
      assertThat(fanOut.store.sweeps()).as("after %s", ttl).hasSize(before + 1);
    }
  }

  @Test
  void the_earliest_expiry_counts_in_any_order_of_arrival() {
    join();
    fanOut.publish(TOPIC, Drafts.state("late", "1", SECOND.multipliedBy(50)));
    fanOut.publish(TOPIC, Drafts.state("early", "1", SECOND.multipliedBy(5)));
    fanOut.settle();
    fanOut.store.expiresIn(SECOND.multipliedBy(44));
    passSeconds(6);
    assertThat(fanOut.store.sweeps()).hasSize(1);
    passSeconds(40);
    assertThat(fanOut.store.sweeps()).hasSize(1);
    passSeconds(5);
    assertThat(fanOut.store.sweeps()).hasSize(2);
  }

  @Test
  void a_followed_topic_is_swept_every_hour_so_that_the_store_keeps_it() {
    join();
    passSeconds(3 * 3_600 + 60);
    assertThat(fanOut.store.sweeps()).containsExactly(TOPIC, TOPIC, TOPIC);
  }

  @Test
  void a_failed_sweep_is_tried_again_soon() {
    join();
    fanOut.publish(TOPIC, Drafts.state("k", "1", SECOND));
    fanOut.settle();
    fanOut.store.away(true);
    passSeconds(5);
    assertThat(fanOut.store.sweeps()).hasSizeBetween(3, 5);
    fanOut.store.away(false);
    passSeconds(2);
    int sweeps = fanOut.store.sweeps().size();
    passSeconds(600);
    assertThat(fanOut.store.sweeps()).hasSize(sweeps);
  }

  @Test
  void a_topic_without_subscribers_is_not_swept() {
    Browser browser = join();
    fanOut.publish(TOPIC, Drafts.state("k", "1", FanOut.LINGER.plusSeconds(5)));
    fanOut.settle();
    browser.unsubscribe();
    passSeconds(7_200);
    assertThat(fanOut.store.sweeps()).isEmpty();
    join();
    passSeconds(3_600 + 60);
    assertThat(fanOut.store.sweeps()).hasSizeGreaterThanOrEqualTo(1);
  }

  private Browser join() {
    Browser browser = fanOut.browser(0, TOPIC);
    browser.subscribe(null);
    fanOut.settle();
    return browser;
  }

  private void passSeconds(long seconds) {
    for (long i = 0; i < seconds; i++) {
      fanOut.pass(SECOND);
      fanOut.settle();
    }
  }
}
