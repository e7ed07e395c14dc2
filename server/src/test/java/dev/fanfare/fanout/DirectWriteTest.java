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

/** What goes straight to a socket's file descriptor, and what must not. */
@EnabledIf("io.netty.channel.epoll.Epoll#isAvailable")
final class DirectWriteTest {
  private static final TopicName TOPIC = new TopicName("t");
  private static final TopicName OTHER = new TopicName("other");

  private final FanOut fanOut = new FanOut(1, new Random(1));

  @AfterEach
  void close() {
    fanOut.close();
  }

  /** One that has read what there was. */
  private Browser joined(PairChannel pair) {
    Browser browser = fanOut.browser(0, TOPIC, pair);
    browser.subscribe();
    fanOut.settle();
    browser.read();
    return browser;
  }

  @Test
  void what_is_live_and_alone_goes_past_all_that_the_socket_is_made_of() {
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
  void nothing_goes_past_a_handler_that_encrypts() {
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
  void what_a_socket_has_not_taken_comes_before_what_is_sent_next() {
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
    assertThat(pair.flushes()).as("nothing waits any more").isEqualTo(flushes);
  }

  @Test
  void frames_that_go_out_with_the_next_are_not_overtaken() {
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
  void a_socket_that_has_been_closed_is_not_written_to_not_even_by_the_number_it_had() {
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
  void a_socket_whose_peer_is_gone_is_closed_and_stops_no_other() {
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
  void a_socket_of_several_topics_has_all_of_a_tick_in_one_write() {
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
    assertThat(pair.flushes()).as("alone again").isEqualTo(flushes);
    pair.drain();
    pair.finishAndReleaseAll();
  }

  @Test
  void who_awaits_an_answer_gets_no_advance_even_if_it_is_sent_something_else_meanwhile() {
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
      assertThat(home.step()).as("the topic moves on").isTrue();
      FanOut.runAll(own);
      two.settle();
      assertThat(browser.read()).hasSize(1);
    }
  }

  /** Stands in front of all that is written, as TLS does. */
  private static final class Encryption extends ChannelOutboundHandlerAdapter {
    int count;

    @Override
    public void flush(ChannelHandlerContext context) {
      count++;
      context.flush();
    }
  }
}
