package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.notice;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.client.http.TopicsApi;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Position;
import io.micronaut.http.HttpResponse;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.subjects.SingleSubject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.reactivestreams.Publisher;

/** A bounded number of events is under way; further events wait. */
@Timeout(30)
class BackPressureTest {
  private static final int UNDER_WAY = 250;
  private static final PublishLimits LIMITS =
      PublishLimits.DEFAULT
          .withUnderWay(UNDER_WAY)
          .withDeadline(Duration.ofMinutes(1))
          .withRequestTimeout(Duration.ofMinutes(1));

  @Test
  void noMoreEventsAreRequestedFromAStreamThanMayBeUnderWay() {
    HeldApi api = new HeldApi();
    try (Fanfare fanfare = over(api)) {
      AtomicInteger asked = new AtomicInteger();
      Flowable<Draft> drafts =
          Flowable.range(0, 10_000).doOnNext(_ -> asked.incrementAndGet()).map(Events::notice);
      var positions = fanfare.publishEach(BOARD, drafts).test();
      HeldApi.Held first = api.next();
      assertThat(asked.get()).isEqualTo(UNDER_WAY);
      first.answer();
      while (positions.values().size() < 10_000) {
        api.poll();
        assertThat(asked.get()).isLessThanOrEqualTo(positions.values().size() + 2 * UNDER_WAY);
      }
      positions.awaitDone(5, TimeUnit.SECONDS).assertComplete();
      assertThat(positions.values()).extracting(Position::seq).isSorted().hasSize(10_000);
    }
  }

  @Test
  void publishesBeyondTheLimitWaitAndAreNotLost() {
    HeldApi api = new HeldApi();
    try (Fanfare fanfare = over(api)) {
      List<SingleSubject<Position>> published = new ArrayList<>();
      for (int i = 0; i < 1_000; i++) {
        SingleSubject<Position> one = SingleSubject.create();
        fanfare.publish(BOARD, notice(i)).subscribe(one);
        published.add(one);
      }
      int seen = 0;
      while (seen < 1_000) {
        HeldApi.Held held = api.next();
        assertThat(held.events()).isLessThanOrEqualTo(PublishLimits.MAX_BATCH);
        seen += held.events();
        held.answer();
      }
      await().until(() -> published.stream().allMatch(SingleSubject::hasValue));
      assertThat(published)
          .extracting(one -> one.blockingGet().seq())
          .containsExactlyElementsOf(
              IntStream.rangeClosed(1, 1_000).mapToObj(Long::valueOf).toList());
    }
  }

  @Test
  void aTryWithoutAnAnswerIsRepeatedUnderTheSameKey() {
    HeldApi api = new HeldApi();
    PublishLimits hasty = LIMITS.withRequestTimeout(Duration.ofMillis(50));
    try (Fanfare fanfare = over(api, hasty)) {
      var published = fanfare.publish(BOARD, notice(1)).test();
      String key = api.next().key();
      HeldApi.Held again = api.next();
      assertThat(again.key()).isEqualTo(key);
      api.answerAll();
      published.awaitDone(5, TimeUnit.SECONDS).assertComplete();
    }
  }

  @Test
  void closingTheClientTellsWhatIsKnownOfEachEvent() {
    HeldApi api = new HeldApi();
    Fanfare fanfare = over(api);
    var sent = fanfare.publish(BOARD, notice(1)).test();
    HeldApi.Held unanswered = api.next();
    assertThat(unanswered.events()).isEqualTo(1);
    var waiting = fanfare.publish(BOARD, notice(2)).test();
    fanfare.close();
    sent.awaitDone(5, TimeUnit.SECONDS)
        .assertError(it -> reason(it) == FanfareException.Reason.OUTCOME_UNKNOWN);
    waiting
        .awaitDone(5, TimeUnit.SECONDS)
        .assertError(it -> reason(it) == FanfareException.Reason.CLOSED);
  }

  @Test
  void anEventOfACancelledFutureIsNotSentIfItWaitsForItsTurn() {
    HeldApi api = new HeldApi();
    try (Fanfare fanfare = over(api)) {
      var sent = fanfare.async().publish(BOARD, notice(1));
      HeldApi.Held first = api.next();
      var cancelled = fanfare.async().publish(BOARD, notice(2));
      var last = fanfare.async().publish(BOARD, notice(3));
      cancelled.cancel(false);
      first.answer();
      HeldApi.Held second = api.next();
      assertThat(second.events()).isEqualTo(1);
      second.answer();
      assertThat(sent.join().seq()).isEqualTo(1);
      assertThat(last.join().seq()).isEqualTo(2);
    }
  }

  private static FanfareException.Reason reason(Throwable failure) {
    return ((FanfareException) failure).reason();
  }

  private static Fanfare over(TopicsApi api) {
    return over(api, LIMITS);
  }

  private static Fanfare over(TopicsApi api, PublishLimits limits) {
    FanfareOptions options = FanfareOptions.of(URI.create("http://nowhere")).withLimits(limits);
    return Fanfare.over(api, options, Measurements.NONE);
  }

  /** Keeps every request until the test answers it. */
  private static final class HeldApi implements TopicsApi {
    private final BlockingQueue<Held> held = new LinkedBlockingQueue<>();
    private final AtomicInteger lastSeq = new AtomicInteger();
    private volatile boolean answering;

    record Held(
        String key, int events, SingleSubject<HttpResponse<byte[]>> reply, AtomicInteger lastSeq) {
      void answer() {
        String positions =
            IntStream.range(0, events)
                .mapToObj(_ -> "\"" + lastSeq.incrementAndGet() + ".a\"")
                .collect(Collectors.joining(","));
        reply.onSuccess(HttpResponse.ok(("{\"positions\":[" + positions + "]}").getBytes(UTF_8)));
      }
    }

    Held next() {
      return await().until(held::poll, it -> it != null);
    }

    /** From now on, answers every request at once. */
    void answerAll() {
      answering = true;
    }

    void poll() {
      Held next = held.poll();
      if (next != null) {
        next.answer();
      }
    }

    @Override
    public Publisher<HttpResponse<byte[]>> publish(
        String server, String topic, String idempotencyKey, byte[] events) {
      int count = new String(events, UTF_8).split("\"kind\"", -1).length - 1;
      Held request = new Held(idempotencyKey, count, SingleSubject.create(), lastSeq);
      if (answering) {
        request.answer();
      }
      held.add(request);
      return request.reply().toFlowable();
    }

    @Override
    public Publisher<HttpResponse<byte[]>> view(String server, String topic) {
      return Flowable.never();
    }

    @Override
    public Publisher<HttpResponse<byte[]>> readiness(String server) {
      return Flowable.never();
    }
  }
}
