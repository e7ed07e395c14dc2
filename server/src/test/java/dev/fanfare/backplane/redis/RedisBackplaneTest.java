package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.gone;
import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import io.lettuce.core.KillArgs;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.Arrays;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The contract on a real Redis, and promises that hold for Redis only. */
final class RedisBackplaneTest extends RedisContract {
  private static RedisServer server;
  private static RedisClient client;
  private static RedisCommands<String, String> redis;

  @BeforeAll
  static void startRedis() {
    server = RedisServer.start();
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
  }

  @AfterAll
  static void stopRedis() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    server.close();
  }

  @Override
  RedisTopology redis() {
    return server;
  }

  @Test
  void a_publication_is_one_round_trip() {
    publish(notice("0"));
    redis.configResetstat();
    for (int i = 0; i < 10; i++) {
      publish(state("k" + i, "1"));
    }
    String calls = redis.info("commandstats");
    assertThat(Pattern.compile("cmdstat_evalsha:calls=(\\d+),").matcher(calls).results())
        .singleElement()
        .satisfies(match -> assertThat(match.group(1)).isEqualTo("10"));
    assertThat(redis.info("errorstats")).doesNotContain("NOSCRIPT");
  }

  @Test
  void a_redis_that_has_forgotten_the_scripts_receives_them_again() {
    Position first = publish(notice("1"));
    redis.scriptFlush();
    assertThat(publish(notice("2")).seq()).isEqualTo(2);
    assertThat(get(backplane.since(topic, first)).events()).hasSize(1);
  }

  @Test
  void every_key_of_a_topic_has_its_hash_tag_and_a_time_to_live() {
    publishOnce(
        "once", stateBy("alice", "k", "1"), state("l", "1", Duration.ofHours(1)), notice("2"));
    List<String> keys = redis.keys("*" + topic + "*");
    assertThat(keys).hasSize(7).allMatch(key -> key.contains("{" + topic + "}"));
    assertThat(keys).allSatisfy(key -> assertThat(redis.pttl(key)).isPositive());
  }

  @Test
  void sweeping_keeps_a_topic_from_being_forgotten() {
    publish(stateBy("alice", "k", "1"));
    List<String> keys = redis.keys("*" + topic + "*");
    keys.forEach(key -> redis.pexpire(key, Duration.ofMinutes(1)));
    get(backplane.sweep(topic));
    assertThat(keys)
        .allSatisfy(
            key -> assertThat(redis.pttl(key)).isGreaterThan(Duration.ofHours(23).toMillis()));
  }

  @Test
  void the_heads_of_many_topics_are_read_in_turn_and_equally_often() {
    List<Ear> ears = Stream.generate(Ear::new).limit(100).toList();
    for (int i = 0; i < ears.size(); i++) {
      backplane.follow(new TopicName(topic + ":" + i), ears.get(i));
    }
    await().until(() -> ears.stream().allMatch(ear -> ear.followings() > 0));
    List<Integer> before = ears.stream().map(Ear::followings).toList();
    Supplier<IntSummaryStatistics> reads =
        () ->
            IntStream.range(0, ears.size())
                .map(i -> ears.get(i).followings() - before.get(i))
                .summaryStatistics();
    await().until(() -> isByTurns(reads.get()));
    await().until(() -> reads.get().getMin() > 1);
    await().until(() -> isByTurns(reads.get()));
  }

  private static boolean isByTurns(IntSummaryStatistics reads) {
    return reads.getMax() - reads.getMin() == 1;
  }

  @Test
  void keys_of_another_version_are_left_unchanged() {
    publish(state("k", "1"));
    String head = "fanfare:{" + topic + "}:head";
    redis.hset(head, "v", "99");
    var before = redis.hgetall(head);
    var one = Publication.of(topic, state("k", "2"));
    for (var refused :
        List.of(
            backplane.publish(one),
            backplane.open(topic),
            backplane.since(topic, null),
            backplane.latest(topic, new User("alice")),
            backplane.sweep(topic))) {
      assertThatThrownBy(() -> refused.toCompletableFuture().join())
          .hasCauseInstanceOf(UnreadableStoreException.class)
          .hasMessageContaining("format 99");
    }
    assertThat(redis.hgetall(head)).isEqualTo(before);
  }

  @Test
  void foreign_keys_under_the_name_of_a_topic_are_left_unchanged() {
    String head = "fanfare:{" + topic + "}:head";
    redis.set(head, "mine");
    var refused = backplane.publish(Publication.of(topic, notice("1"))).toCompletableFuture();
    assertThatThrownBy(refused::join).hasCauseInstanceOf(UnreadableStoreException.class);
    assertThat(redis.get(head)).isEqualTo("mine");
  }

  @Test
  void a_full_log_drops_an_eighth_of_itself_at_once() {
    int limit = StoreLimits.DEFAULT.topic().logEvents();
    Draft[] batch = new Draft[limit];
    Arrays.fill(batch, notice("1"));
    publishAll(batch);
    assertThat(get(backplane.since(topic, positions.getFirst())).events()).hasSize(limit - 1);
    publish(notice("2"));
    Delta kept = get(backplane.since(topic, positions.get(limit / 8)));
    assertThat(kept.isReset()).isFalse();
    assertThat(kept.events()).hasSize(limit - limit / 8);
    assertThat(get(backplane.since(topic, positions.get(limit / 8 - 2))).isReset()).isTrue();
    assertThat(redis.xlen("fanfare:{" + topic + "}:log")).isEqualTo(limit - limit / 8 + 1);
  }

  @Test
  void a_position_whose_later_events_were_evicted_gets_a_reset() {
    Position first = publish(state("k", "1"));
    publish(notice("2"));
    redis.del("fanfare:{" + topic + "}:log");
    assertThat(get(backplane.since(topic, first)).isReset()).isTrue();
    publish(notice("3"));
    assertThat(get(backplane.since(topic, first)).isReset()).isTrue();
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("1");
    Position fourth = publish(notice("4"));
    assertThat(get(backplane.since(topic, positions.get(2))).to()).isEqualTo(fourth);
  }

  @Test
  void an_opened_topic_knows_the_position_before_its_log() {
    var small = new TopicLimits(2, 1 << 20, Duration.ofHours(1), 10, 1 << 20);
    var opened = StoreLimits.DEFAULT;
    backplane = instance(new StoreLimits(small, 10, opened.idle(), opened.idempotency()));
    for (int i = 1; i <= 5; i++) {
      publish(notice(String.valueOf(i)));
    }
    assertThat(get(backplane.open(topic)).since(positions.get(2)).events()).hasSize(2);
    assertThat(get(backplane.open(topic)).since(positions.get(1)).isReset()).isTrue();
  }

  @Test
  void the_time_of_events_stands_still_while_redis_clock_is_behind_the_last_event() {
    publish(notice("1"));
    long later = millis(server) + Duration.ofHours(1).toMillis();
    redis.hset("fanfare:{" + topic + "}:head", "at", String.valueOf(later));
    assertThat(stored(publishAll(notice("2"))).atMillis()).isEqualTo(later);
  }

  @Test
  void state_expires_by_the_clock_though_the_time_of_events_stands_still() {
    publish(notice("1"));
    long later = millis(server) + Duration.ofHours(1).toMillis();
    redis.hset("fanfare:{" + topic + "}:head", "at", String.valueOf(later));
    publish(state("k", "1", TTL));
    elapse(TTL);
    assertThat(get(backplane.open(topic)).state()).isEmpty();
    assertThat(head().seq()).isEqualTo(3);
  }

  @Test
  void state_set_by_a_clock_that_was_ahead_expires_when_it_is_corrected() {
    Duration lasting = Duration.ofHours(2);
    publishAll(state("k", "1", TTL), state("lasting", "2", lasting));
    clockWasAhead(Duration.ofHours(1));
    assertThat(get(backplane.sweep(topic)).orElseThrow()).isLessThanOrEqualTo(TTL.toMillis());
    elapse(TTL);
    assertThat(values(get(backplane.open(topic)).state())).containsExactly("2");
    assertThat(get(backplane.sweep(topic)).orElseThrow())
        .isBetween(lasting.toMillis() - 60_000, lasting.toMillis());
  }

  @Test
  void a_topic_that_is_written_is_kept_though_the_clock_was_ahead() {
    publish(state("k", "1", Duration.ofHours(9)));
    clockWasAhead(Duration.ofDays(2));
    String state = "fanfare:{" + topic + "}:state";
    redis.pexpire(state, Duration.ofMinutes(1));
    publish(state("k", "2", Duration.ofHours(9)));
    assertThat(redis.pttl(state)).isGreaterThan(Duration.ofHours(23).toMillis());
  }

  @Test
  void an_old_log_is_dropped_by_age_when_the_clock_has_jumped_ahead() {
    publish(notice("1"));
    publish(notice("2"));
    String head = "fanfare:{" + topic + "}:head";
    redis.hset(head, "firstAt", String.valueOf(millis(server) - Duration.ofHours(1).toMillis()));
    Position third = publish(notice("3"));
    assertThat(get(backplane.since(topic, positions.getFirst())).to()).isEqualTo(third);
    assertThat(redis.xlen("fanfare:{" + topic + "}:log")).isLessThan(3);
  }

  /**
   * Changes the topic as if everything so far had been stored by a clock that was ahead by this
   * time.
   */
  private void clockWasAhead(Duration by) {
    String prefix = "fanfare:{" + topic + "}:";
    for (String field : List.of("at", "clock", "keptAt")) {
      redis.hincrby(prefix + "head", field, by.toMillis());
    }
    for (String key : redis.zrange(prefix + "expiry", 0, -1)) {
      redis.zincrby(prefix + "expiry", (double) by.toMillis(), key);
    }
  }

  @Test
  void a_large_state_is_read_in_pages_and_is_consistent_while_it_changes() throws Exception {
    String large = "\"" + "x".repeat(8_000) + "\"";
    for (int i = 0; i < 400; i += 100) {
      publishAll(
          IntStream.range(i, i + 100).mapToObj(k -> state("k" + k, large)).toArray(Draft[]::new));
    }
    redis.configResetstat();
    try (var threads = Executors.newFixedThreadPool(1)) {
      AtomicBoolean done = new AtomicBoolean();
      Future<?> writing =
          threads.submit(() -> {
            for (int n = 0; !done.get(); n++) {
              publishAll(state("k" + n % 400, large), gone("k" + (n + 200) % 400));
            }
          });
      for (int i = 0; i < 20; i++) {
        TopicLog opened = get(backplane.open(topic));
        Delta until = get(backplane.since(topic, opened.head()));
        until.events().forEach(opened::append);
        Delta reset = get(backplane.since(topic, null));
        get(backplane.since(topic, opened.head())).events().stream()
            .filter(event -> event.position().seq() <= Objects.requireNonNull(reset.to()).seq())
            .forEach(opened::append);
        assertThat(reset.events()).isEqualTo(List.copyOf(opened.state()));
      }
      done.set(true);
      writing.get(20, TimeUnit.SECONDS);
    }
    assertThat(redis.info("commandstats")).contains("cmdstat_hscan:");
  }

  @Test
  void a_redis_without_memory_refuses_and_stores_nothing() {
    Position head = publish(state("k", "1", TTL));
    var one =
        new Publication(topic, List.of(state("k", "2"), notice("3")), new IdempotencyKey("k"));
    elapse(TTL);
    redis.configSet("maxmemory", "1");
    try {
      assertThatThrownBy(() -> backplane.publish(one).toCompletableFuture().join())
          .hasMessageContaining("Redis refuses: OOM");
    } finally {
      redis.configSet("maxmemory", "0");
    }
    assertThat(get(backplane.since(topic, head)).events()).hasSize(1);
    assertThat(get(backplane.publish(one))).isNotNull();
  }

  @Test
  void a_lost_pub_sub_connection_is_replaced_and_listeners_receive_the_head() {
    Ear ear = follow(backplane);
    ear.awaitHead(publish(notice("1")));
    redis.clientKill(KillArgs.Builder.typePubsub());
    ear.awaitFollowings(2);
    ear.awaitHead(publish(notice("2")));
  }

  @Test
  void a_topic_has_one_redis_subscription_however_many_listeners() {
    follow(backplane);
    follow(backplane);
    assertThat(redis.pubsubNumsub("fanfare:{" + topic + "}")).containsValue(1L);
  }

  @RepeatedTest(20)
  void after_the_last_listener_there_is_no_subscription() {
    Ear ear = new Ear();
    backplane.follow(topic, ear).close();
    await().until(() -> redis.pubsubNumsub("fanfare:{" + topic + "}").containsValue(0L));
  }

  @Test
  void after_an_unreadable_message_listeners_receive_the_head() {
    Ear ear = follow(backplane);
    redis.publish("fanfare:{" + topic + "}", "{\"type\":\"delta\"");
    ear.awaitFollowings(2);
    ear.awaitHead(publish(notice("1"))).heardOneChain();
  }
}
