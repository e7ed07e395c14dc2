package dev.fanfare.client;

import static dev.fanfare.client.Events.notice;
import static dev.fanfare.client.Events.state;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.client.http.StandaloneTopicsApi;
import dev.fanfare.protocol.ErrorCode;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many events at once share requests, keep their order, and each gets its own answer. */
@Timeout(60)
class PublishIT {
  private static final int STATE_KEYS = 10_000;
  private static Instance instance;

  @BeforeAll
  static void start() {
    instance = new Instance();
  }

  @AfterAll
  static void stop() {
    instance.close();
  }

  @Test
  void eventsThatComeCloseTogetherShareRequestsAndKeepTheirOrder() {
    Counting counting = new Counting();
    try (var api = new StandaloneTopicsApi(null);
        Fanfare fanfare = Fanfare.over(api, FanfareOptions.of(instance.url()), counting)) {
      List<Single<Position>> published =
          IntStream.range(0, 3_000)
              .mapToObj(i -> fanfare.publish("order:" + i % 3, state("k" + i, i)).cache())
              .toList();
      published.forEach(single -> single.ignoreElement().onErrorComplete().subscribe());
      for (int i = 0; i < published.size(); i++) {
        assertThat(published.get(i).blockingGet().seq()).as("event %s", i).isEqualTo(i / 3 + 1);
      }
      assertThat(counting.events.get()).isEqualTo(3_000);
      assertThat(counting.requests.get()).isLessThan(300);
    }
  }

  @Test
  void aStreamIsPublishedInItsOrder() {
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      Flowable<Draft> drafts = Flowable.range(0, 5_000).map(Events::notice);
      List<Position> positions = fanfare.publishEach("stream", drafts).toList().blockingGet();
      assertThat(positions).hasSize(5_000);
      assertThat(positions).extracting(Position::seq).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void anEventThatFindsNoRoomDoesNotFailTheOthers() {
    TopicName full = new TopicName("full");
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      fill(fanfare, full);
      var update = fanfare.publish(full, state("k0", "\"new\"")).cache();
      var noRoom = fanfare.publish(full, state("one too many", 1)).cache();
      var told = fanfare.publish(full, notice("\"hello\"")).cache();
      List.of(update, noRoom, told)
          .forEach(single -> single.ignoreElement().onErrorComplete().subscribe());
      assertThat(Failures.of(noRoom).code()).contains(ErrorCode.STATE_FULL);
      assertThat(update.blockingGet().seq()).isEqualTo(STATE_KEYS + 1);
      assertThat(told.blockingGet().seq()).isEqualTo(STATE_KEYS + 2);
    }
  }

  private static void fill(Fanfare fanfare, TopicName topic) {
    for (int from = 0; from < STATE_KEYS; from += Draft.MAX_AT_ONCE) {
      List<Draft> drafts =
          IntStream.range(from, from + Draft.MAX_AT_ONCE).mapToObj(i -> state("k" + i, i)).toList();
      fanfare.publishAll(topic, drafts).ignoreElement().blockingAwait();
    }
  }

  private static final class Counting implements Measurements {
    final AtomicInteger events = new AtomicInteger();
    final AtomicInteger requests = new AtomicInteger();

    @Override
    public void published(int published, Duration latency) {
      events.addAndGet(published);
      requests.incrementAndGet();
    }

    @Override
    public void failed(int failed) {}

    @Override
    public void retried() {}
  }
}
