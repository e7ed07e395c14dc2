package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.notice;
import static dev.fanfare.client.Events.shown;
import static dev.fanfare.client.Events.state;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.subscribers.TestSubscriber;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a follower receives while instances end and start. */
@Timeout(90)
class FollowIT {
  private static final Duration SOON = Duration.ofSeconds(20);

  /** The most topics that one connection may follow. */
  private static final int MAX_TOPICS = 128;

  @Test
  @Tag("long")
  void aFollowerOfARestartedInstanceThatLostItsStoreGetsAMissedReset() {
    try (Instance instance = new Instance();
        Fanfare fanfare = Fanfare.connect(instance.url())) {
      publish(fanfare, "a", 1);
      TestSubscriber<Change> board = fanfare.follow(BOARD).test();
      awaitView(board, Map.of("a", "1"));
      instance.kill();
      await().atMost(SOON).until(() -> fanfare.status() instanceof Status.Waiting);
      instance.restart();
      publish(fanfare, "b", 2);
      awaitView(board, Map.of("b", "2"));
      assertThat(board.values()).anyMatch(Change::missed);
      assertThat(board.values().getFirst().missed()).isFalse();
    }
  }

  @Test
  void afterACutAFollowerContinuesFromItsPositionWithoutAReset() {
    try (Instance instance = new Instance();
        var proxy = new CuttingProxy(instance.url());
        Fanfare publisher = Fanfare.connect(instance.url());
        Fanfare fanfare = Fanfare.connect(proxy.url())) {
      publish(publisher, "a", 1);
      TestSubscriber<Change> board = fanfare.follow(BOARD).test();
      awaitView(board, Map.of("a", "1"));
      proxy.cutBehindTheServer(1);
      publish(publisher, "b", 2);
      publisher.publish(BOARD, notice(3)).ignoreElement().blockingAwait();
      awaitView(board, Map.of("a", "1", "b", "2"));
      await().atMost(SOON).until(() -> eventsBehindTheFirst(board).contains("!3"));
      assertThat(eventsBehindTheFirst(board)).containsExactly("b=2", "!3");
      assertThat(board.values().stream().skip(1)).noneMatch(Change::reset);
    }
  }

  @Test
  void theOtherInstanceTakesOver() {
    try (Instance one = new Instance();
        Instance other = new Instance();
        Fanfare toOther = Fanfare.connect(other.url());
        Fanfare fanfare = Fanfare.connect(one.url(), other.url())) {
      publish(toOther, "there", 1);
      TestSubscriber<Change> board = fanfare.follow(BOARD).test();
      awaitView(board, Map.of());
      one.stop();
      awaitView(board, Map.of("there", "1"));
      assertThat(fanfare.status()).isInstanceOf(Status.Open.class);
    }
  }

  @Test
  void aSlowFollowerGetsTheLastOfEveryKey() {
    try (Instance instance = new Instance();
        Fanfare fanfare = Fanfare.connect(instance.url())) {
      TestSubscriber<Change> fast = fanfare.follow(BOARD).test();
      TestSubscriber<Change> slow = fanfare.follow(BOARD).test(1);
      awaitView(slow, Map.of());
      IntStream.range(0, 500).forEach(i -> publish(fanfare, "k", i));
      awaitView(fast, Map.of("k", "499"));
      assertThat(slow.values()).hasSize(1);
      slow.request(10);
      awaitView(slow, Map.of("k", "499"));
      // One change was already waiting for the slow follower; all later events came as one change.
      assertThat(slow.values()).hasSizeLessThanOrEqualTo(3);
      assertThat(shown(slow.values().getLast().events())).isEqualTo(List.of("k=499"));
      assertThat(slow.values()).noneMatch(Change::missed);
      // The machine's speed decides how many changes the fast one received.
      assertThat(fast.values()).hasSizeGreaterThan(slow.values().size());
    }
  }

  @Test
  void aServerRefusesNoSubscribeOfManyTopicsAlsoAfterACut() throws Exception {
    Map<String, String> slow =
        Map.of("FANFARE_MESSAGES_PER_SECOND", "100", "FANFARE_MESSAGE_BURST", "40");
    try (Instance instance = new Instance(slow);
        var proxy = new CuttingProxy(instance.url());
        Fanfare publisher = Fanfare.connect(instance.url());
        Fanfare fanfare = Fanfare.connect(proxy.url())) {
      List<TestSubscriber<Change>> all =
          IntStream.range(0, MAX_TOPICS)
              .mapToObj(i -> fanfare.follow(new TopicName("t" + i)).test())
              .toList();
      all.forEach(topic -> awaitView(topic, Map.of()));
      proxy.cutBehindTheServer(1);
      for (int i = 0; i < MAX_TOPICS; i++) {
        publisher.publish("t" + i, state("a", i)).ignoreElement().blockingAwait();
      }
      for (int i = 0; i < MAX_TOPICS; i++) {
        awaitView(all.get(i), Map.of("a", "" + i));
      }
      assertThat(proxy.cuts()).isEqualTo(1);
      assertThat(metrics(instance)).contains("fanfare_rate_limited_total 0.0");
    }
  }

  @Test
  void manyTopicsAreFollowedAndNoThreadIsLeftAfterClose() {
    try (Instance instance = new Instance()) {
      Fanfare fanfare = Fanfare.connect(instance.url());
      List<TestSubscriber<Change>> all =
          IntStream.range(0, 100)
              .mapToObj(i -> fanfare.follow(new TopicName("t" + i)).test())
              .toList();
      all.forEach(topic -> awaitView(topic, Map.of()));
      publish(fanfare, "a", 1);
      all.subList(1, 100).forEach(TestSubscriber::cancel);
      fanfare.close();
      all.getFirst().awaitDone(20, TimeUnit.SECONDS).assertComplete();
      await().atMost(SOON).untilAsserted(() -> assertThat(threads()).isEmpty());
      assertThat(fanfare.status()).isInstanceOf(Status.Closed.class);
      assertThat(Failures.of(fanfare.publish(BOARD, state("a", 1))).reason())
          .isEqualTo(FanfareException.Reason.CLOSED);
    }
  }

  /** The threads of this client, of the JDK's HTTP client and of Netty. */
  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.matches("fanfare-client|HttpClient-.*|.*(nio|epoll)EventLoop.*"))
        .toList();
  }

  private static List<String> eventsBehindTheFirst(TestSubscriber<Change> board) {
    return board.values().stream().skip(1).flatMap(it -> shown(it.events()).stream()).toList();
  }

  private static void publish(Fanfare fanfare, String key, int value) {
    fanfare.publish(BOARD, state(key, value)).ignoreElement().blockingAwait();
  }

  private static String metrics(Instance instance) throws IOException {
    try (var in = instance.url().resolve("/prometheus").toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }

  private static void awaitView(TestSubscriber<Change> board, Map<String, String> expected) {
    await()
        .atMost(SOON)
        .untilAsserted(() -> {
          assertThat(board.values()).isNotEmpty();
          assertThat(shown(board.values().getLast().view())).isEqualTo(expected);
        });
  }
}
