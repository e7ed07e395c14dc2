package dev.fanfare.fanout;

import static dev.fanfare.Drafts.notice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import dev.fanfare.metrics.Metric;
import dev.fanfare.topic.TopicName;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;

/** What is written directly to a socket's file descriptor, and what must not be. */
@EnabledIf("io.netty.channel.epoll.Epoll#isAvailable")
final class DirectWriteTest {
  private static final TopicName TOPIC = new TopicName("t");
  private static final TopicName OTHER = new TopicName("other");

  private final FanOut fanOut = new FanOut(1, new Random(1));

  @AfterEach
  void close() {
    fanOut.close();
  }

  /** A browser that has joined and read everything. */
  private Browser joined(PairChannel pair) {
    Browser browser = fanOut.browser(0, TOPIC, pair);
    browser.subscribe();
    fanOut.settle();
    browser.read();
    return browser;
  }

  @Test
  void a_live_socket_of_one_topic_is_written_to_directly() {
    PairChannel pair = PairChannel.open();
    Browser browser = joined(pair);
    int flushes = pair.flushes();
    fanOut.publish(TOPIC, notice("1"));
    fanOut.settle();
    fanOut.publish(TOPIC, notice("2"));
    fanOut.settle();
    assertThat(browser.read()).hasSize(2);
    assertThat(pair.flushes()).isEqualTo(flushes);
    assertThat(fanOut.metrics.value(Metric.DELIVERIES)).isEqualTo(2);
  }

  @Test
  void nothing_is_written_past_a_handler_that_encrypts() {
    Encryption encryption = new Encryption();
    Browser browser = fanOut.browser(0, TOPIC, PairChannel.open(encryption));
    browser.subscribe();
    fanOut.settle();
    for (int i = 1; i <= 3; i++) {
      encryption.count = 0;
      fanOut.publish(TOPIC, notice("1"));
      fanOut.settle();
      assertThat(encryption.count).isEqualTo(1);
    }
    browser.read();
    assertThat(browser.view().told()).hasSize(3);
  }

  @Test
  void bytes_that_a_socket_has_not_taken_come_before_the_next_delta() {
    PairChannel pair = PairChannel.open();
    Browser browser = joined(pair);
    browser.full(true);
    String more = "\"" + "x".repeat(5_000) + "\"";
    fanOut.publish(TOPIC, notice(more));
    fanOut.settle();
    fanOut.publish(TOPIC, notice("2"));
    fanOut.settle();
    browser.full(false);
    assertThat(browser.read()).hasSize(2);
    fanOut.publish(TOPIC, notice("3"));
    fanOut.settle();
    int flushes = pair.flushes();
    fanOut.publish(TOPIC, notice("4"));
    fanOut.settle();
    browser.read();
    assertThat(browser.view().told()).containsExactly(more, "2", "3", "4");
    assertThat(pair.flushes()).as("nothing waits any longer").isEqualTo(flushes);
  }

  @Test
  void frames_that_wait_for_the_next_ones_are_not_overtaken() {
    PairChannel pair = PairChannel.open();
    Outlet outlet = Browser.outlet(pair);
    fanOut.lanes.getFirst().subscribe(outlet, TOPIC, null);
    fanOut.settle();
    pair.drain();
    byte[] first = TestFormat.PREFIXED.framed("first".getBytes(UTF_8));
    outlet.sendWithNext(first);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.settle();
    assertThat(pair.drain()).startsWith(first).hasSizeGreaterThan(first.length);
    pair.finishAndReleaseAll();
  }

  @Test
  void a_closed_socket_is_not_written_to_though_another_has_its_descriptor() {
    PairChannel closed = PairChannel.open();
    joined(closed);
    int number = closed.fd().intValue();
    closed.close();
    PairChannel other = PairChannel.open();
    assertThat(List.of(other.fd().intValue(), other.input().intValue())).contains(number);
    fanOut.publish(TOPIC, notice("1"));
    fanOut.settle();
    assertThat(other.drain()).isEmpty();
    assertThat(fanOut.loops).flatExtracting(StepLoop::failures).isEmpty();
    other.close();
  }

  @Test
  void a_socket_whose_peer_is_gone_is_closed_and_others_receive_the_advance() {
    PairChannel pair = PairChannel.open();
    joined(pair);
    Browser other = joined(PairChannel.open());
    pair.hangUp();
    fanOut.publish(TOPIC, notice("1"));
    fanOut.settle();
    assertThat(pair.isOpen()).isFalse();
    assertThatIOException().isThrownBy(pair::checkException).withMessageContaining("Broken pipe");
    assertThat(other.read()).hasSize(1);
  }

  @Test
  void a_socket_of_several_topics_gets_a_whole_tick_in_one_write() {
    PairChannel pair = PairChannel.open();
    Lane lane = fanOut.lanes.getFirst();
    Outlet outlet = Browser.outlet(pair);
    lane.subscribe(outlet, TOPIC, null);
    fanOut.settle();
    Subscription second = lane.subscribe(outlet, OTHER, null);
    fanOut.settle();
    int flushes = pair.flushes();
    fanOut.publish(TOPIC, notice("1"));
    fanOut.publish(OTHER, notice("1"));
    fanOut.settle();
    assertThat(pair.flushes()).isEqualTo(flushes + 1);
    lane.unsubscribe(second);
    fanOut.publish(TOPIC, notice("2"));
    fanOut.settle();
    flushes = pair.flushes();
    fanOut.publish(TOPIC, notice("3"));
    fanOut.settle();
    assertThat(pair.flushes()).as("one topic again").isEqualTo(flushes);
    pair.drain();
    pair.finishAndReleaseAll();
  }

  @Test
  void a_member_that_awaits_an_answer_gets_no_advance_even_after_another_write() {
    try (FanOut two = new FanOut(2, new Random(1))) {
      PairChannel pair = PairChannel.open();
      Browser browser = two.browser(1, TOPIC, pair);
      browser.subscribe();
      two.settle();
      browser.read();
      StepLoop own = two.loops.getLast();
      StepLoop home = two.loops.getFirst();
      two.publish(TOPIC, notice("1"));
      browser.subscribe();
      browser.ping();
      assertThat(home.step()).as("the topic advances").isTrue();
      FanOut.runAll(own);
      two.settle();
      assertThat(browser.read()).hasSize(1);
    }
  }

  /** A handler between the outlet and the socket, like TLS. */
  private static final class Encryption extends ChannelOutboundHandlerAdapter {
    int count;

    @Override
    public void flush(ChannelHandlerContext context) {
      count++;
      context.flush();
    }
  }
}
