package dev.fanfare.fanout;

import static dev.fanfare.Drafts.gone;
import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.topic.Bounds;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.epoll.Epoll;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Whatever happens in whatever order, every socket receives a chain of deltas, and in the end
 * everyone has what the store has. Every {@link Browser} checks the chain at each delta. The {@link
 * Chronicle} checks that no event is missing without a reset. Topics are followed before their
 * first event, sockets are full, and the store cannot be reached, sends no messages or loses
 * everything.
 */
final class FanOutPropertyTest {
  private static final List<TopicName> TOPICS = List.of(new TopicName("a"), new TopicName("b"));
  private static final List<TestFormat> FORMATS = List.of(TestFormat.values());
  private static final int LOOPS = 3;
  private static final int STEPS = 400;

  /**
   * Each lane has several members and writes to few of them in one go, so that a round is nearly
   * always in progress.
   */
  private static final int MEMBERS = 4;

  private static final int BUDGET = 3;
  private static final int STRETCH = 2;

  /** Some events are larger than a {@link PairChannel} takes at once. */
  private static final String LONG = "x".repeat(6_000);

  @Property(tries = 300)
  void every_socket_sees_a_chain_that_ends_where_the_store_is(@ForAll long seed) {
    World world = new World(new Random(seed));
    for (int step = 0; step < STEPS; step++) {
      world.step();
    }
    world.calmDown();
    for (TopicName topic : TOPICS) {
      world.agreesOn(topic);
    }
    world.fanOut.close();
  }

  /** The topics' state fits, their logs often do not. */
  private static final long LITTLE_ROOM = 250_000;

  private static final class World {
    private final Random random;
    private final FanOut fanOut;
    private final List<Browser> browsers = new ArrayList<>();
    private int published;

    World(Random random) {
      this.random = random;
      long followedBytes = random.nextBoolean() ? LITTLE_ROOM : Bounds.MAX_BYTES;
      this.fanOut = new FanOut(LOOPS, random, BUDGET, STRETCH, followedBytes);
      for (TopicName topic : TOPICS) {
        for (int i = 0; i < MEMBERS * LOOPS; i++) {
          browsers.add(fanOut.browser(i, topic, channel(), oneOf(FORMATS)));
        }
      }
    }

    /** Half of them have a file descriptor, and are written to directly. */
    private EmbeddedChannel channel() {
      return Epoll.isAvailable() && random.nextBoolean()
          ? PairChannel.open()
          : new EmbeddedChannel();
    }

    void step() {
      switch (random.nextInt(20)) {
        case 0, 1, 2 -> publish();
        case 3, 4, 5 -> browse(oneOf(browsers));
        case 6 -> disturb();
        case 7, 8, 9 -> fanOut.store.answer();
        default -> oneOf(fanOut.loops).step();
      }
    }

    private void publish() {
      Draft[] drafts = new Draft[1 + random.nextInt(2)];
      for (int i = 0; i < drafts.length; i++) {
        String key = "k" + random.nextInt(4);
        int number = published++;
        String data = random.nextInt(10) == 0 ? '"' + LONG + number + '"' : String.valueOf(number);
        drafts[i] =
            switch (random.nextInt(5)) {
              case 0 -> gone(key);
              case 1 -> notice(data);
              case 2 -> notice(key, data);
              default -> state(key, data);
            };
      }
      fanOut.publish(oneOf(TOPICS), drafts);
    }

    private void browse(Browser browser) {
      switch (random.nextInt(11)) {
        case 0, 1, 2 -> browser.subscribe();
        case 3 -> browser.subscribe(null);
        case 4 -> browser.subscribe(new Position(1 + random.nextInt(50), "forged"));
        case 5 -> browser.unsubscribe();
        case 6, 7 -> browser.full(random.nextBoolean());
        case 8 -> browser.ping();
        default -> browser.read();
      }
    }

    private void disturb() {
      switch (random.nextInt(8)) {
        case 0, 1 -> fanOut.store.away(random.nextBoolean());
        case 2 -> fanOut.store.deaf(random.nextBoolean());
        case 3 -> fanOut.store.interrupted();
        case 4 -> fanOut.store.lose();
        case 5 -> fanOut.pass(FanOut.LINGER);
        default -> fanOut.pass(Duration.ofMillis(600));
      }
    }

    /** Ends all faults and publications, and reads all sockets. */
    void calmDown() {
      fanOut.store.away(false);
      fanOut.store.deaf(false);
      fanOut.store.interrupted();
      browsers.forEach(browser -> browser.full(false));
      fanOut.settle();
      fanOut.pass(Duration.ofSeconds(1));
      boolean isQuiet = false;
      while (!isQuiet) {
        fanOut.settle();
        isQuiet = browsers.stream().allMatch(browser -> browser.read().isEmpty());
      }
    }

    void agreesOn(TopicName topic) {
      TopicLog stored = fanOut.stored(topic);
      Map<String, String> state =
          stored.state().stream()
              .collect(Collectors.toMap(set -> set.key().value(), set -> set.data().json()));
      Position head = stored.head();
      for (Browser browser : browsers) {
        browser.read();
        if (browser.isSubscribed() && browser.topic().equals(topic)) {
          assertThat(browser.view().state()).isEqualTo(state);
          assertThat(browser.view().isStale()).isFalse();
          assertThat(browser.view().position()).isEqualTo(head.isStart() ? null : head.toString());
        }
      }
      assertThat(fanOut.loops).flatExtracting(StepLoop::failures).isEmpty();
    }

    private <T> T oneOf(List<T> all) {
      return all.get(random.nextInt(all.size()));
    }
  }
}
