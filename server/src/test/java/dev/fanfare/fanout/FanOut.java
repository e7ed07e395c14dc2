package dev.fanfare.fanout;

import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** A hub on loops that run step by step, over a {@link ShakyBackplane}. */
final class FanOut implements AutoCloseable {
  static final Duration LINGER = Duration.ofSeconds(30);

  /** After this time, everything that waits for a loop to read or for a topic to rest is due. */
  private static final Duration NEXT_TURN = Lane.LONGEST_REST;

  private static final TopicLimits LIMITS =
      new TopicLimits(20, 1 << 20, Duration.ofHours(1), 1_000, 1 << 20);
  private static final StoreLimits STORE =
      new StoreLimits(LIMITS, 10, Duration.ofHours(1), Duration.ofMinutes(1));

  final Metrics metrics = new Metrics();
  final ShakyBackplane store;
  final List<StepLoop> loops;
  final List<Lane> lanes = new ArrayList<>();
  private final List<Browser> browsers = new ArrayList<>();

  FanOut(int loopCount, Random random) {
    this(loopCount, random, Lane.BUDGET, Lane.STRETCH);
  }

  FanOut(int loopCount, Random random, int budget, int stretch) {
    this(loopCount, random, budget, stretch, new HubSettings(LIMITS, LINGER).followedBytes());
  }

  FanOut(int loopCount, Random random, int budget, int stretch, long followedBytes) {
    store = new ShakyBackplane(STORE, random);
    loops = Stream.generate(StepLoop::new).limit(loopCount).toList();
    List<EventExecutor> executors = List.copyOf(loops);
    HubSettings settings = new HubSettings(LIMITS, LINGER, followedBytes);
    Hub hub = new Hub(store, executors, settings, metrics);
    loops.forEach(loop -> lanes.add(new Lane(loop, hub, metrics, budget, stretch)));
  }

  /** A browser on one of the loops; numbers past the last loop begin again at the first. */
  Browser browser(int loop, TopicName topic) {
    return browser(loop, topic, new EmbeddedChannel());
  }

  Browser browser(int loop, TopicName topic, EmbeddedChannel channel) {
    return browser(loop, topic, channel, TestFormat.PREFIXED);
  }

  Browser browser(int loop, TopicName topic, EmbeddedChannel channel, TestFormat format) {
    Browser browser =
        new Browser(lanes.get(loop % lanes.size()), topic, channel, format, store.chronicle());
    browsers.add(browser);
    return browser;
  }

  /** Drops what nobody has read. */
  @Override
  public void close() {
    browsers.forEach(Browser::close);
  }

  Position publish(TopicName topic, Draft... drafts) {
    Publication publication = new Publication(topic, List.of(drafts), null);
    return ((PublishResult.Stored) store.publish(publication).toCompletableFuture().join()).last();
  }

  /** Runs everything that waits, and everything that follows from it. */
  void settle() {
    boolean busy = true;
    while (busy) {
      busy = store.answer();
      for (StepLoop loop : loops) {
        while (loop.step() || loop.pass(NEXT_TURN)) {
          busy = true;
        }
      }
    }
  }

  /** Runs everything that waits in one loop, without time passing. */
  static void runAll(StepLoop loop) {
    while (loop.step()) {
      // the next
    }
  }

  void pass(Duration time) {
    loops.forEach(loop -> loop.pass(time));
  }

  TopicLog stored(TopicName topic) {
    var log = store.open(topic).toCompletableFuture();
    settle();
    return log.join();
  }
}
