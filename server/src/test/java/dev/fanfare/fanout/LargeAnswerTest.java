package dev.fanfare.fanout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Drafts;
import dev.fanfare.metrics.Metric;
import dev.fanfare.protocol.DeltaWriter;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.TopicName;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Deltas of many messages, and sockets that take them slowly or not at all. */
final class LargeAnswerTest {
  private static final TopicName TOPIC = new TopicName("large");
  private static final int DATA_CHARS = 20_000;
  private static final int KEYS = 40;
  private static final String DATA = "\"" + "x".repeat(DATA_CHARS) + "\"";

  private final FanOut world = new FanOut(1, new Random(1));

  @AfterEach
  void close() {
    world.close();
  }

  @Test
  void a_socket_that_does_not_read_holds_only_one_message_of_a_snapshot() {
    world.publish(TOPIC, states(KEYS / 2));
    world.publish(TOPIC, states(KEYS));
    long before = waitingBytes();
    Browser browser = world.browser(0, TOPIC, PairChannel.open());
    browser.subscribe();
    browser.full(true);
    world.settle();
    assertThat(waitingBytes() - before).isBetween(1L, 2L * DeltaWriter.MAX_PART_BYTES);
    readAll(browser);
    assertThat(browser.view().state()).hasSize(KEYS);
  }

  @Test
  void sockets_at_one_message_share_it_and_each_version_has_its_own() {
    world.publish(TOPIC, states(KEYS));
    long before = waitingBytes();
    Browser[] readers = new Browser[6];
    for (int i = 0; i < readers.length; i++) {
      readers[i] = world.browser(0, TOPIC, PairChannel.open());
      readers[i].subscribe();
      readers[i].full(true);
      world.settle();
      if (i >= readers.length / 2) {
        world.publish(TOPIC, Drafts.state("key:0", "" + i));
        world.settle();
      }
    }
    assertThat(waitingBytes() - before)
        .isBetween(1L, (readers.length / 2 + 1L) * DeltaWriter.MAX_PART_BYTES);
    for (Browser reader : readers) {
      readAll(reader);
      assertThat(reader.view().position()).isEqualTo(String.valueOf(world.stored(TOPIC).head()));
      assertThat(reader.view().state()).hasSize(KEYS);
    }
  }

  @Test
  void a_large_batch_is_sent_in_answers_and_the_next_delta_fits() {
    Browser live = world.browser(0, TOPIC);
    Browser slow = world.browser(0, TOPIC, PairChannel.open());
    live.subscribe();
    slow.subscribe();
    world.publish(TOPIC, Drafts.state("small", "1"));
    world.settle();
    live.read();
    slow.read();
    slow.full(true);
    world.publish(TOPIC, Drafts.state("small", "2"));
    world.publish(TOPIC, states(20));
    world.publish(TOPIC, Drafts.notice("after"));
    world.settle();
    readAll(slow);
    live.read();
    for (Browser browser : new Browser[] {live, slow}) {
      assertThat(browser.view().position()).isEqualTo(String.valueOf(world.stored(TOPIC).head()));
      assertThat(browser.view().state()).hasSize(21);
    }
  }

  @Test
  void a_socket_that_unsubscribes_within_a_snapshot_gets_nothing_more_of_it() {
    world.publish(TOPIC, states(KEYS));
    Browser browser = world.browser(0, TOPIC, PairChannel.open());
    browser.subscribe();
    browser.full(true);
    world.settle();
    long sent = world.metrics.value(Metric.CATCH_UPS);
    browser.unsubscribe();
    world.settle();
    byte[] underWay = ((PairChannel) browser.channel).drain();
    assertThat(underWay.length).isLessThan(2 * DeltaWriter.MAX_PART_BYTES);
    world.settle();
    assertThat(((PairChannel) browser.channel).drain()).isEmpty();
    assertThat(world.metrics.value(Metric.CATCH_UPS)).isEqualTo(sent);
  }

  private void readAll(Browser browser) {
    browser.full(false);
    String before = "";
    int idle = 0;
    while (idle < 3) {
      int read = browser.read().size();
      world.settle();
      String now = browser.view().position() + "/" + read;
      idle = read == 0 && now.equals(before) ? idle + 1 : 0;
      before = now;
    }
  }

  private static Draft[] states(int count) {
    return IntStream.range(0, count)
        .mapToObj(i -> Drafts.state("key:" + i, DATA))
        .toArray(Draft[]::new);
  }

  /** Answers are in direct memory and not pooled. */
  private static long waitingBytes() {
    return UnpooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }
}
