package dev.fanfare.backplane.memory;

import static dev.fanfare.Drafts.gone;
import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.Results;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What a memory store does when its bytes are used up. */
final class MemoryLimitsTest {
  private static final int MIB = 1 << 20;
  private static final int MANY = 3_000;
  private static final String LARGE = "\"" + "x".repeat(60_000) + "\"";
  private static final TopicName TOPIC = new TopicName("t");

  private final AtomicLong nowNanos = new AtomicLong();
  private final Metrics metrics = new Metrics();

  @Test
  void the_latest_events_of_many_users_of_one_key_are_kept_while_there_is_room() {
    MemoryBackplane store = store(StoreRoom.of(64 * MIB, MIB, MIB));
    for (int i = 0; i < 500; i++) {
      stored(store, TOPIC, stateBy("user" + i, "k", LARGE));
    }
    assertThat(used()).isLessThan(6 * MIB); // 1 MiB, and 2 MiB for the log, and 100 KiB
    assertThat(get(store.latest(TOPIC, new User("user499")))).isPresent();
    assertThat(get(store.latest(TOPIC, new User("user480")))).isEmpty();
  }

  @Test
  void answers_to_batches_are_small_and_without_room_a_new_key_is_refused() {
    MemoryBackplane store = store(StoreRoom.of(64 * MIB, MIB, 100_000));
    List<Draft> batch = Collections.nCopies(1_000, notice("1"));
    int remembered = 0;
    while (remembered < 1_000 && !isRefused(store.publish(once(batch, "key" + remembered)))) {
      remembered++;
    }
    assertThat(remembered).isBetween(250, 350);
    assertThatThrownBy(() -> get(store.publish(once(batch, "one more"))))
        .hasCauseInstanceOf(BackplaneUnavailableException.class)
        .hasMessageContaining("idempotency keys in at most 100000 bytes");
    long stored = head(store, TOPIC).seq();
    var again = Results.stored(get(store.publish(once(batch, "key0"))));
    assertThat(again.positions()).hasSize(1_000);
    assertThat(again.first().seq()).isEqualTo(1);
    assertThat(head(store, TOPIC).seq()).isEqualTo(stored);
    stored(store, TOPIC, notice("without a key"));
    elapse(Duration.ofMinutes(2));
    get(store.publish(once(batch, "one more")));
    assertThat(metrics.value(Metric.IDEMPOTENCY_BYTES)).isLessThan(500);
  }

  @Test
  void an_answer_outlives_its_topic() {
    MemoryBackplane store = store(StoreRoom.of(200_000));
    PublishResult first = get(store.publish(once(List.of(notice("1")), "k")));
    for (int i = 0; i < 1_000; i++) {
      stored(store, topic(i), notice("1"));
    }
    assertThat(get(store.open(TOPIC)).head()).as("it is forgotten").isEqualTo(Position.START);
    assertThat(get(store.publish(once(List.of(notice("1")), "k"))))
        .isEqualTo(new PublishResult.Replayed(Results.stored(first)));
  }

  @Test
  void the_state_of_all_topics_together_has_a_limit_that_the_refusal_names() {
    MemoryBackplane store = store(StoreRoom.of(4 * MIB));
    int topics = fill(store, state("k", LARGE));
    assertThat(topics).isBetween(25, 35);
    assertThat(used()).isBetween(3L * MIB, 4L * MIB);
    assertThat(publish(store, topic(topics), state("k", LARGE)))
        .isEqualTo(
            new PublishResult.Full(
                "this instance holds at most 4194304 bytes of topics in memory, and all of it is"
                    + " state"));
    for (int i = 0; i < topics; i++) {
      assertThat(get(store.open(topic(i))).state()).hasSize(1);
    }
    assertThat(metrics.value(Metric.NO_ROOM)).isEqualTo(2);
  }

  @Test
  void a_publication_that_needs_no_room_is_stored_and_received_though_all_is_used() {
    MemoryBackplane store = store(StoreRoom.of(MIB));
    Ear ear = new Ear();
    store.follow(topic(0), ear);
    int topics = fill(store, state("k", LARGE));
    String other = LARGE.replace('x', 'y');
    stored(store, topic(0), state("k", other));
    stored(store, topic(0), notice(LARGE));
    assertThat(ear.events()).hasSize(3);
    assertThat(ear.awaitHead(head(store, topic(0))).told()).hasSize(3);
    assertThat(get(store.open(topic(0))).state())
        .extracting(set -> set.data().json())
        .containsExactly(other);
    stored(store, topic(1), gone("k"));
    stored(store, topic(topics), state("k", LARGE));
    assertThat(used()).isLessThanOrEqualTo(MIB);
  }

  @Test
  void logs_are_dropped_before_state_is_refused_and_a_returning_reader_gets_a_reset() {
    MemoryBackplane store = store(StoreRoom.of(4 * MIB));
    for (int i = 0; i < 10; i++) {
      stored(store, topic(i), state("k", "1"));
      for (int n = 0; n < 8; n++) {
        stored(store, topic(i), notice(LARGE));
      }
    }
    assertThat(used()).isLessThanOrEqualTo(4 * MIB);
    for (int i = 0; i < 10; i++) {
      TopicLog log = get(store.open(topic(i)));
      assertThat(log.state()).extracting(Event.State::key).hasSize(1);
      assertThat(log.head()).isNotNull();
      assertThat(get(store.since(topic(i), log.head())).isReset()).isFalse();
    }
    assertThat(get(store.since(topic(0), new Position(1, "x"))).isReset()).isTrue();
    for (int i = 10; i < 30; i++) {
      stored(store, topic(i), state("k", LARGE));
    }
  }

  @Test
  void topics_without_state_are_forgotten_in_the_order_of_their_last_use() {
    MemoryBackplane store = store(StoreRoom.of(MIB));
    stored(store, TOPIC, notice("0"));
    for (int i = 0; i < 20_000; i++) {
      stored(store, topic(i), notice("1"));
      elapse(Duration.ofMillis(1));
      if (i % 50 == 0) {
        stored(store, TOPIC, notice("1"));
      }
    }
    assertThat(head(store, TOPIC).seq()).as("it is in use").isEqualTo(401);
    assertThat(head(store, topic(19_999)).seq()).isEqualTo(1);
    assertThat(get(store.open(topic(18_000))).head()).isEqualTo(Position.START);
    assertThat(used()).isLessThanOrEqualTo(MIB);
    assertThat(metrics.value(Metric.NO_ROOM)).isZero();
  }

  @Test
  void topics_whose_state_has_expired_are_forgotten_though_nobody_uses_them() {
    MemoryBackplane store = store(StoreRoom.of(MIB));
    int topics = fill(store, state("k", "1", Duration.ofSeconds(5)));
    assertThat(topics).isGreaterThan(500);
    elapse(Duration.ofSeconds(5));
    for (int i = 0; i < 2 * topics; i++) {
      stored(store, topic(i), notice("1"));
    }
    assertThat(used()).isLessThanOrEqualTo(MIB);
  }

  @Test
  void a_followed_topic_is_not_forgotten_and_following_before_publishing_gains_no_room() {
    MemoryBackplane store = store(StoreRoom.of(200_000));
    Ear ear = new Ear();
    store.follow(TOPIC, ear);
    Position head = stored(store, TOPIC, notice("1"));
    for (int i = 0; i < 1_000; i++) {
      stored(store, topic(i), notice("1"));
    }
    assertThat(head(store, TOPIC)).isEqualTo(head);
    fill(store, state("k", LARGE));
    TopicName fresh = new TopicName("fresh");
    assertThat(publish(store, fresh, state("k", LARGE))).isInstanceOf(PublishResult.Full.class);
    store.follow(fresh, new Ear());
    assertThat(publish(store, fresh, state("k", LARGE))).isInstanceOf(PublishResult.Full.class);
  }

  @Test
  void every_counted_byte_is_given_back_whatever_happens_to_topics() {
    MemoryBackplane store = store(StoreRoom.of(300_000, 20_000, MIB));
    Random random = new Random(18);
    List<TopicName> topics = List.of(TOPIC, topic(1), topic(2), topic(3));
    for (int i = 0; i < 5_000; i++) {
      TopicName topic = topics.get(random.nextInt(topics.size()));
      switch (random.nextInt(6)) {
        case 0 -> elapse(Duration.ofMillis(random.nextInt(200)));
        case 1 -> publish(store, topic, gone("k" + random.nextInt(9)));
        case 2 -> publish(store, topic, stateBy("u" + random.nextInt(9), "k", data(random)));
        case 3 -> {
          Duration ttl = Duration.ofMillis(1 + random.nextInt(500));
          publish(store, topic, state("k" + random.nextInt(9), data(random), ttl));
        }
        case 4 -> store.follow(topic, new Ear()).close();
        default -> publish(store, topic, state("k" + random.nextInt(9), data(random)));
      }
      assertThat(used()).isLessThanOrEqualTo(300_000);
    }
    assertThat(used()).isPositive();
    elapse(StoreLimits.DEFAULT.idle());
    store.dropIdle();
    assertThat(used()).isZero();
  }

  @Test
  void an_event_takes_at_most_the_bytes_that_are_counted() {
    for (Draft draft :
        List.of(notice("1"), stateBy("u", "k", "\"" + "日".repeat(1_000) + "\""), gone("k"))) {
      Event event = draft.stamped(new Position(1, "a"), 0);
      assertThat(event.footprint()).isGreaterThan(300 + 2L * (event.weight() - 100));
    }
  }

  private static String data(Random random) {
    return "\"" + "x".repeat(random.nextInt(random.nextInt(10) == 0 ? 60_000 : 300)) + "\"";
  }

  private MemoryBackplane store(StoreLimits limits) {
    var clock = new StoreClock(() -> Instant.EPOCH, nowNanos::get);
    return new MemoryBackplane(limits, clock, new OperationIds(new SplittableRandom(1)), metrics);
  }

  private long used() {
    return metrics.value(Metric.STORE_BYTES);
  }

  private void elapse(Duration time) {
    nowNanos.addAndGet(time.toNanos());
  }

  private static TopicName topic(int number) {
    return new TopicName("topic:" + number);
  }

  private static Publication once(List<Draft> drafts, String key) {
    return new Publication(TOPIC, drafts, new IdempotencyKey(key.replace(' ', '-')));
  }

  /**
   * Publishes the draft in one topic after another, until it is refused. Returns the number of
   * topics that have it.
   */
  private static int fill(MemoryBackplane store, Draft draft) {
    for (int i = 0; i < MANY; i++) {
      if (publish(store, topic(i), draft) instanceof PublishResult.Full) {
        return i;
      }
    }
    throw new AssertionError("there is room in " + MANY + " topics");
  }

  private static PublishResult publish(MemoryBackplane store, TopicName topic, Draft draft) {
    return get(store.publish(Publication.of(topic, draft)));
  }

  private static Position stored(MemoryBackplane store, TopicName topic, Draft draft) {
    PublishResult result = publish(store, topic, draft);
    assertThat(result).isInstanceOf(PublishResult.Stored.class);
    return ((PublishResult.Stored) result).last();
  }

  private static Position head(MemoryBackplane store, TopicName topic) {
    return Objects.requireNonNull(get(store.open(topic)).head());
  }

  private static boolean isRefused(CompletionStage<PublishResult> stage) {
    return stage.toCompletableFuture().isCompletedExceptionally();
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
