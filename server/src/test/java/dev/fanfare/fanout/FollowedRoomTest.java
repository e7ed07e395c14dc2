package dev.fanfare.fanout;

import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.CloseCode;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The limit in bytes of the followed topics, and what happens past it. */
final class FollowedRoomTest {
  private static final int ROOM = 100_000;
  private static final String LARGE = "\"" + "x".repeat(20_000) + "\"";

  private final FanOut fanOut = new FanOut(1, new Random(18), Lane.BUDGET, Lane.STRETCH, ROOM);

  @AfterEach
  void close() {
    fanOut.close();
  }

  @Test
  void browsers_that_come_and_go_leave_no_more_topics_than_there_is_room_for() {
    for (int i = 0; i < 2_000; i++) {
      Browser browser = fanOut.browser(i, topic(i));
      assertThat(browser.mayFollow()).isTrue();
      browser.subscribe();
      fanOut.settle();
      browser.unsubscribe();
      fanOut.settle();
      browser.close();
      assertThat(used()).isLessThanOrEqualTo(ROOM);
    }
    assertThat(fanOut.metrics.value(Metric.TOPICS)).isBetween(50L, 100L);
    fanOut.pass(FanOut.LINGER);
    fanOut.settle();
    assertThat(fanOut.metrics.value(Metric.TOPICS)).isZero();
    assertThat(used()).isZero();
  }

  @Test
  void the_topic_that_has_lingered_longest_goes_first() {
    for (int i : List.of(0, 1, 0)) {
      leave(follow(i));
    }
    int last = 1;
    while (last < 1_000 && fanOut.metrics.value(Metric.FORGOTTEN) == 0) {
      leave(follow(++last));
    }
    long opened = fanOut.metrics.value(Metric.REPLICA_CATCH_UPS);
    follow(0);
    assertThat(fanOut.metrics.value(Metric.REPLICA_CATCH_UPS)).as("still there").isEqualTo(opened);
    follow(1);
    assertThat(fanOut.metrics.value(Metric.REPLICA_CATCH_UPS)).as("gone").isEqualTo(opened + 1);
  }

  @Test
  void while_all_topics_are_in_use_there_is_no_room_for_another() {
    List<Browser> browsers = new ArrayList<>();
    Browser next = fanOut.browser(0, topic(0));
    while (browsers.size() < 1_000 && next.mayFollow()) {
      next.subscribe();
      fanOut.settle();
      browsers.add(next);
      next = fanOut.browser(browsers.size(), topic(browsers.size()));
    }
    assertThat(browsers).hasSizeBetween(40, 80);
    assertThat(used()).isLessThanOrEqualTo(ROOM);
    assertThat(fanOut.browser(0, topic(0)).mayFollow()).as("it is followed here").isTrue();
    leave(browsers.getFirst());
    assertThat(next.mayFollow()).isTrue();
    next.subscribe();
    fanOut.settle();
    assertThat(next.read()).hasSize(1);
    assertThat(used()).isLessThanOrEqualTo(ROOM);
  }

  @Test
  void logs_are_dropped_before_anybody_is_refused_and_nobody_misses_anything() {
    List<Browser> browsers = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      browsers.add(follow(i));
    }
    for (int n = 0; n < 20; n++) {
      for (Browser browser : browsers) {
        fanOut.publish(browser.topic(), notice(LARGE));
        Position head = fanOut.publish(browser.topic(), state("k", String.valueOf(n)));
        fanOut.settle();
        browser.read();
        assertThat(browser.view().position()).isEqualTo(head.toString());
        assertThat(browser.view().state()).isEqualTo(Map.of("k", String.valueOf(n)));
        assertThat(used()).isLessThanOrEqualTo(ROOM);
      }
    }
    assertThat(fanOut.metrics.value(Metric.NO_ROOM)).isZero();
    assertThat(fanOut.metrics.value(Metric.FORGOTTEN)).isPositive();
  }

  @Test
  void a_topic_that_does_not_fit_ends_its_subscribers_with_overloaded() {
    Browser bystander = follow(0);
    for (String key : List.of("a", "b", "c", "d")) {
      fanOut.publish(topic(1), state(key, LARGE));
    }
    List<Object> told = new ArrayList<>();
    Browser asking = listening(topic(1), told);
    asking.subscribe();
    fanOut.settle();
    assertThat(told).containsExactly(CloseCode.OVERLOADED);
    assertThat(asking.writes()).isEmpty();
    assertThat(used()).isLessThan(10_000);
    assertThat(fanOut.metrics.value(Metric.NO_ROOM)).isEqualTo(1);
    assertThat(fanOut.metrics.value(Metric.SUBSCRIPTIONS)).isEqualTo(1);
    fanOut.publish(topic(0), notice("1"));
    fanOut.settle();
    assertThat(bystander.read()).isNotEmpty();
  }

  @Test
  void a_followed_topic_that_grows_too_large_ends_only_its_own_subscribers() {
    Browser bystander = follow(0);
    List<Object> told = new ArrayList<>();
    Browser reading = listening(topic(1), told);
    reading.subscribe();
    for (int i = 0; told.isEmpty() && i < 10; i++) {
      fanOut.publish(topic(1), state("k" + i, LARGE));
      fanOut.settle();
    }
    assertThat(told).containsExactly(CloseCode.OVERLOADED);
    assertThat(used()).isLessThan(10_000);
    fanOut.publish(topic(0), state("k", "1"));
    fanOut.settle();
    bystander.read();
    assertThat(bystander.view().state()).isEqualTo(Map.of("k", "1"));
    assertThat(fanOut.loops).flatExtracting(StepLoop::failures).isEmpty();
  }

  private static TopicName topic(int number) {
    return new TopicName("t" + number);
  }

  private Browser follow(int number) {
    Browser browser = fanOut.browser(number, topic(number));
    browser.subscribe();
    fanOut.settle();
    return browser;
  }

  private Browser listening(TopicName topic, List<Object> told) {
    Browser browser = fanOut.browser(1, topic, new EmbeddedChannel());
    browser
        .channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void userEventTriggered(ChannelHandlerContext context, Object event) {
                told.add(event);
              }
            });
    return browser;
  }

  private void leave(Browser browser) {
    browser.unsubscribe();
    fanOut.settle();
  }

  private long used() {
    return fanOut.metrics.value(Metric.FOLLOWED_BYTES);
  }
}
