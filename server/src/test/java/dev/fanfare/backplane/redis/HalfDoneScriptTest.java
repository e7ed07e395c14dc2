package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.gone;
import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.Results;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.api.sync.RedisCommands;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A script that ends half way at any of its commands, for several earlier states of the topic. A
 * refused publication that is tried again is stored once, the keys of the topic agree, and
 * everything continues.
 */
@Timeout(240)
class HalfDoneScriptTest {
  private static final StoreLimits LIMITS =
      new StoreLimits(
          new TopicLimits(6, 1 << 20, Duration.ofHours(1), 100, 1 << 20),
          3,
          Duration.ofHours(1),
          Duration.ofMinutes(2));
  private static final Duration HOUR = Duration.ofHours(1);
  private static final IdempotencyKey KEY = new IdempotencyKey("once");
  private static final List<Draft> BATCH =
      List.of(
          stateBy("alice", "a", "5"),
          stateBy("carol", "c", "{\"key\":\"x\",\"kind\":\"gone\"}"),
          gone("b"),
          notice("k", "4"),
          state("c \"\\ ä", "6", HOUR));

  private final RedisServer server = startRedis();
  private final RedisClient client = RedisClient.create(server.uri());
  private final RedisCommands<String, String> redis = client.connect().sync();
  private final HalfDoneScript script = new HalfDoneScript(redis, LIMITS);
  private final RedisBackplane backplane =
      RedisBackplane.connect(
          RedisSettings.of(server.uri()), LIMITS, new OperationIds(new SecureRandom()));

  /** The Redis that runs the scripts. */
  RedisServer startRedis() {
    return RedisServer.start();
  }

  @AfterEach
  final void stop() {
    backplane.close();
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
    server.close();
  }

  /** The state of a topic before the script. */
  enum Before {
    NOTHING,
    SOME,
    DUE,
    FULL,
    LEFTOVER,
    OLD_FORMAT
  }

  @ParameterizedTest
  @EnumSource(Before.class)
  void a_script_may_end_at_any_command(Before before) {
    for (List<Draft> drafts : List.of(BATCH, List.of(notice("9")), BATCH.subList(4, 5))) {
      int command = 1;
      while (publicationIsOne(command, before, drafts)) {
        command++;
      }
      assertThat(command).isGreaterThan(6);
    }
    readsGoOn(before, Script.OPEN, it -> it.with(StatePages.BYTES));
    readsGoOn(before, Script.SINCE, it -> it.with(StatePages.BYTES).with(-1).with(null));
    readsGoOn(before, Script.LATEST, it -> it.with("alice"));
    readsGoOn(before, Script.SWEEP, it -> it);
  }

  @Test
  @Tag("long")
  void a_script_that_finishes_another_may_end_at_any_command_as_well() {
    for (int first = 4; first < 30; first++) {
      int second = 1;
      boolean isHalfDone = true;
      while (isHalfDone) {
        TopicName topic = prepared(Before.SOME);
        publishFailing(first, topic, BATCH);
        isHalfDone = publishFailing(second++, topic, BATCH);
        retryIsOne(topic, BATCH);
      }
    }
  }

  /**
   * Publishes, failing at this command, and tries again. Returns whether the first publication
   * failed.
   */
  private boolean publicationIsOne(int command, Before before, List<Draft> drafts) {
    TopicName topic = prepared(before);
    Ear ear = new Ear();
    try (var _ = backplane.follow(topic, ear)) {
      ear.awaitFollowings(1);
      boolean isHalfDone = publishFailing(command, topic, drafts);
      retryIsOne(topic, drafts);
      converges(topic, ear);
      return isHalfDone;
    }
  }

  private boolean publishFailing(int command, TopicName topic, List<Draft> drafts) {
    Publication publication = new Publication(topic, drafts, KEY);
    return script.failsAt(command, Script.PUBLISH, topic, KEY, it -> it.with(publication, LIMITS));
  }

  private void retryIsOne(TopicName topic, List<Draft> drafts) {
    everyKeyEnds(topic);
    var stored = publish(topic, drafts, KEY);
    assertThat(publish(topic, drafts, KEY)).isEqualTo(stored);
    assertThat(get(backplane.publish(new Publication(topic, List.of(gone("other")), KEY))))
        .isEqualTo(new PublishResult.Mismatch());
    TopicLog log = wholeLog(topic);
    assertThat(log.head()).as("the retry is the last event").isEqualTo(stored.last());
    publish(topic, List.of(state("next", "1")), null);
    belongsTogether(topic);
    long next = Objects.requireNonNull(wholeLog(topic).head()).seq();
    assertThat(next).isEqualTo(stored.last().seq() + 1);
    everyKeyEnds(topic);
  }

  private void readsGoOn(Before before, Script read, UnaryOperator<Arguments> arguments) {
    int command = 1;
    boolean isHalfDone = true;
    while (isHalfDone) {
      TopicName topic = prepared(before);
      isHalfDone = script.failsAt(command++, read, topic, null, arguments);
      everyKeyEnds(topic);
      get(backplane.sweep(topic));
      belongsTogether(topic);
    }
  }

  private TopicName prepared(Before before) {
    TopicName topic = new TopicName("t:" + UUID.randomUUID());
    if (before == Before.NOTHING) {
      return topic;
    }
    publish(topic, List.of(stateBy("alice", "a", "1"), state("b", "2", HOUR), notice("3")), null);
    switch (before) {
      case NOTHING, SOME -> {}
      case DUE -> {
        publish(topic, List.of(state("d", "1", Duration.ofMillis(1))), null);
        await()
            .pollDelay(Duration.ZERO)
            .until(() -> redis.zcount(key(topic, "expiry"), dueNow()) > 0);
      }
      case FULL -> {
        for (String user : List.of("u1", "u2", "u3")) {
          publish(topic, List.of(stateBy(user, user, "1")), null);
        }
      }
      case LEFTOVER -> redis.del(key(topic, "head"));
      case OLD_FORMAT -> {
        redis.hset(key(topic, "head"), "v", "3");
      }
    }
    return topic;
  }

  private Range<Long> dueNow() {
    List<String> time = redis.time();
    long millis = Long.parseLong(time.get(0)) * 1_000 + Long.parseLong(time.get(1)) / 1_000;
    return Range.create(0L, millis);
  }

  private PublishResult.Stored publish(
      TopicName topic, List<Draft> drafts, @Nullable IdempotencyKey key) {
    return Results.stored(get(backplane.publish(new Publication(topic, drafts, key))));
  }

  private TopicLog wholeLog(TopicName topic) {
    return get(backplane.open(topic));
  }

  /** Head, log, state, expiry and the users' latest events agree. */
  private void belongsTogether(TopicName topic) {
    TopicLog opened = wholeLog(topic);
    Map<String, String> head = redis.hgetall(key(topic, "head"));
    assertThat(head.getOrDefault("undone", "")).isEmpty();
    List<Event.State> state = List.copyOf(opened.state());
    if (opened.head().isStart()) {
      assertThat(state).isEmpty(); // the rest of a topic without a head stays until somebody writes
      return;
    }
    assertThat(redis.hlen(key(topic, "state"))).isEqualTo(state.size());
    long bytes =
        redis.hvals(key(topic, "state")).stream().mapToLong(it -> it.getBytes(UTF_8).length).sum();
    assertThat(head.getOrDefault("stateBytes", "0")).isEqualTo(String.valueOf(bytes));
    assertThat(redis.zrange(key(topic, "expiry"), 0, -1))
        .containsExactlyInAnyOrderElementsOf(
            state.stream().filter(it -> it.ttl() != null).map(it -> it.key().value()).toList());
    List<String> users = redis.zrange(key(topic, "users"), 0, -1);
    assertThat(redis.hkeys(key(topic, "latest"))).containsExactlyInAnyOrderElementsOf(users);
    assertThat(users.size()).isLessThanOrEqualTo(LIMITS.latestUsers());
    for (String user : users) {
      assertThat(get(backplane.latest(topic, new User(user)))).isPresent();
    }
    logIsWhole(topic, opened, head);
  }

  private void logIsWhole(TopicName topic, TopicLog opened, Map<String, String> head) {
    long last = opened.head().seq();
    long first = Long.parseLong(head.getOrDefault("first", "0"));
    List<Long> numbers =
        redis.xrange(key(topic, "log"), Range.unbounded()).stream()
            .map(entry -> Long.parseLong(entry.getId(), 0, entry.getId().indexOf('-'), 10))
            .toList();
    List<Long> expected = new ArrayList<>();
    for (long number = first; number <= last; number++) {
      expected.add(number);
    }
    assertThat(numbers).isEqualTo(expected);
  }

  private void everyKeyEnds(TopicName topic) {
    for (String key : redis.keys("fanfare:{" + topic + "}*")) {
      assertThat(redis.pttl(key)).as(key).isPositive();
    }
  }

  /**
   * A follower that applies what it receives, and ignores what it has, reaches the store's head.
   */
  private void converges(TopicName topic, Ear ear) {
    TopicLog stored = wholeLog(topic);
    await()
        .pollDelay(Duration.ZERO)
        .until(() -> !ear.told().isEmpty() && ear.told().getLast().to().equals(stored.head()));
    TopicLog heard = new TopicLog(topic, LIMITS.topic());
    for (Delta told : ear.told()) {
      if (heard.head().isStart() || !heard.knows(told.to())) {
        assertThat(heard.head().isStart() || heard.head().equals(told.from())).isTrue();
        told.events().forEach(heard::append);
      }
    }
    for (Event.State set : heard.state()) {
      assertThat(stored.state(set.key())).isEqualTo(set);
    }
    assertThat(heard.completeSince(ear.told().getFirst().to()).events())
        .extracting(Event::position)
        .doesNotHaveDuplicates();
  }

  private static String key(TopicName topic, String kind) {
    return "fanfare:{" + topic + "}:" + kind;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
