package dev.fanfare;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.protocol.JsonObject;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Position;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Instances that share a Redis, each a process of its own: an event at one reaches the readers of
 * all.
 */
@Timeout(120)
class InstancesIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** The promised time after the end of a fault, and some more for a slow machine. */
  private static final Duration HEALED = Duration.ofSeconds(15);

  @RegisterExtension static final Instances INSTANCES = new Instances();

  private static RedisServer redis;
  private static InstanceProcess one;
  private static InstanceProcess other;

  private final List<TopicReader> readers = new ArrayList<>();
  private final String topic = "test:" + UUID.randomUUID();
  private ExecutorService publishers;

  @BeforeAll
  static void start() {
    redis = RedisServer.start();
    List<InstanceProcess> pair = INSTANCES.startPair(redis, "one", "other");
    one = pair.getFirst();
    other = pair.getLast();
  }

  @AfterAll
  static void stop() {
    redis.close();
  }

  @BeforeEach
  void open() {
    publishers = Executors.newVirtualThreadPerTaskExecutor();
  }

  @AfterEach
  void close() {
    publishers.shutdownNow();
    readers.forEach(TopicReader::close);
  }

  @Test
  void readersOfBothSeeTheSameEventsInTheSameOrder() {
    TopicReader here = join(one);
    TopicReader there = join(other);

    List<String> stored =
        Stream.of(one, other, one, other).map(at -> publishing(at, 60)).toList().stream()
            .flatMap(it -> it.join().stream())
            .toList();

    await().atMost(SOON).untilAsserted(() -> assertThat(here.events()).hasSize(240));
    await().atMost(SOON).until(() -> there.events().equals(here.events()));
    assertThat(here.events())
        .extracting(it -> it.position().toString())
        .containsExactlyInAnyOrderElementsOf(stored);
    assertThat(here.events())
        .extracting(it -> it.position().seq())
        .isEqualTo(LongStream.rangeClosed(1, 240).boxed().toList());
    assertThat(inOrderOfEachPublisher(here.events())).isTrue();
    assertChainHeld();
  }

  @Test
  void eventOfAnHttpCallIsSeenByReadersOfBoth() {
    TopicReader here = follow(one, "poc");
    TopicReader there = follow(other, "poc");
    String card = UUID.randomUUID().toString();

    one.post("/poc/submit_update_event", card("alice", card, "{\"subtitle\":\"Grüße 🎺\"}"));

    for (TopicReader reader : List.of(here, there)) {
      await()
          .atMost(SOON)
          .untilAsserted(
              () -> assertThat(reader.view()).containsEntry(card, "{\"subtitle\":\"Grüße 🎺\"}"));
    }
  }

  @Test
  void callsHaveTheSameAnswersAtBothInstancesAndInMemory() {
    InstanceProcess alone = INSTANCES.start("alone");

    List<String> answers = answersOf(alone, alone);

    assertThat(answersOf(one, other)).isEqualTo(answers);
    assertThat(answersOf(other, one)).isEqualTo(answers);
  }

  @Test
  void readerOfKilledInstanceGoesOnAtTheOtherWithoutGapOrDuplicate() {
    InstanceProcess killed = INSTANCES.start("killed", "--redis", redis.uri());
    TopicReader before = join(killed);
    CompletableFuture<List<String>> published = publishing(other, 300);
    await().atMost(SOON).until(() -> before.events().size() >= 50);

    killed.kill();
    await().atMost(SOON).until(() -> before.closed() != null);
    TopicReader after =
        reading(TopicReader.resume(other, topic, Objects.requireNonNull(before.position())));

    List<String> stored = published.join();
    await().atMost(SOON).untilAsserted(() -> assertThat(ids(before, after)).hasSize(stored.size()));
    assertThat(ids(before, after)).isEqualTo(stored);
    assertThat(after.resets()).isZero();
    assertChainHeld();
  }

  @Test
  void eventAcceptedByAnInstanceOutlivesIt() {
    InstanceProcess killed = INSTANCES.start("killed", "--redis", redis.uri());
    String path = "/v1/topics/" + topic + "/events";
    String position = position(killed.post(path, state("card", "1", 60_000)));
    killed.kill();

    assertThat(other.get("/v1/topics/" + topic).body()).contains("\"to\":\"" + position + "\"");
  }

  @Test
  void stateExpiresOnceHoweverManyInstancesFollowIt() {
    TopicReader here = join(one);
    TopicReader there = join(other);

    for (int round = 0; round < 3; round++) {
      String keys = "round-" + round + "-";
      IntStream.range(0, 20)
          .forEach(i -> publish(i % 2 == 0 ? one : other, state(keys + i, "true", 300)));
      int gone = 20 * (round + 1);
      await().atMost(SOON).untilAsserted(() -> assertThat(expired(here)).hasSize(gone));
      await().atMost(SOON).untilAsserted(() -> assertThat(expired(there)).hasSize(gone));
    }

    assertThat(expired(here)).doesNotHaveDuplicates();
    assertThat(there.events()).isEqualTo(here.events());
    assertThat(here.view()).isEmpty();
    assertChainHeld();
  }

  @Test
  void terminatedInstanceSaysGoodbyeAndEnds() {
    InstanceProcess leaving = INSTANCES.start("leaving", "--redis", redis.uri());
    TopicReader reader = join(leaving);

    leaving.terminate();

    assertThat(leaving.exitCode()).isZero();
    await().atMost(SOON).until(() -> reader.closed() != null);
    assertThat(reader.goodbye()).isEqualTo(4000);
    assertThat(reader.closed()).isEqualTo(4000);
    assertThat(leaving.log()).doesNotContain("WARN", "ERROR", "Exception");
  }

  enum Fault {
    /** Redis hangs, and then goes on with all its data. */
    PAUSE {
      @Override
      void begin() {
        redis.pause();
      }

      @Override
      void end() {
        redis.resume();
      }
    },
    /** Redis dies, and comes back empty. */
    CRASH {
      @Override
      void begin() {
        redis.kill();
      }

      @Override
      void end() {
        redis.restart();
      }
    };

    abstract void begin();

    abstract void end();
  }

  @ParameterizedTest
  @EnumSource
  void whileRedisIsAwayPublishingIsRefusedAndAfterwardsReadersConvergeWithoutReconnecting(
      Fault fault) {
    TopicReader here = join(one);
    TopicReader there = join(other);
    publish(one, state("before", "1", 60_000));
    await().atMost(SOON).until(() -> here.view().size() == 1 && there.view().size() == 1);

    fault.begin();
    try {
      for (InstanceProcess instance : List.of(one, other)) {
        assertUnavailable(publishOnce(instance, "refused at " + instance));
        await().atMost(SOON).until(() -> !instance.isReady());
      }
    } finally {
      fault.end();
    }
    await().atMost(HEALED).until(() -> one.isReady() && other.isReady());

    // A Redis that hung may have stored the event. The key makes sure that it is stored only once.
    Map<String, String> expected = new HashMap<>();
    for (InstanceProcess instance : List.of(one, other)) {
      assertThat(publishOnce(instance, "refused at " + instance).statusCode()).isEqualTo(200);
      expected.put("refused at " + instance, "0");
    }
    if (fault == Fault.PAUSE) {
      expected.put("before", "1");
    }
    for (TopicReader reader : List.of(here, there)) {
      await().atMost(HEALED).untilAsserted(() -> assertThat(reader.view()).isEqualTo(expected));
      assertThat(keys(reader)).doesNotHaveDuplicates();
      assertThat(reader.closed()).as("close code").isNull();
    }
    assertThat(here.position()).isEqualTo(there.position());
    assertChainHeld();
  }

  @ParameterizedTest
  @EnumSource
  void whileRedisIsAwayWhatIsFollowedIsReadFromReplicasAndSaysThatItMayBeStale(Fault fault) {
    TopicReader early = join(one);
    publish(one, state("k", "1", 60_000));
    await().atMost(SOON).until(() -> early.view().size() == 1);

    fault.begin();
    TopicReader late;
    try {
      await().atMost(SOON).until(() -> !one.isReady());
      late = join(one);
      assertThat(late.view()).containsEntry("k", "1");
      assertThat(late.isStale()).isTrue();
      assertThat(one.get("/v1/topics/" + topic).body()).contains("\"stale\":true", "\"key\":\"k\"");
      assertThat(one.get("/v1/topics/" + topic + "-other").statusCode()).isEqualTo(503);
    } finally {
      fault.end();
    }

    await().atMost(HEALED).until(() -> !late.isStale() && !early.isStale());
    assertThat(late.view()).isEqualTo(fault == Fault.PAUSE ? Map.of("k", "1") : Map.of());
    await().atMost(HEALED).until(one::isReady);
    assertThat(one.get("/v1/topics/" + topic).body()).doesNotContain("stale");
    assertChainHeld();
  }

  @Test
  void viewThatOutlivedItsStoreIsResetAlthoughNobodyPublishes() {
    TopicReader here = join(one);
    TopicReader there = join(other);
    publish(one, state("lost", "1", 60_000));
    await().atMost(SOON).until(() -> here.view().size() == 1 && there.view().size() == 1);

    redis.restart();

    for (TopicReader reader : List.of(here, there)) {
      await().atMost(HEALED).untilAsserted(() -> assertThat(reader.view()).isEmpty());
      assertThat(reader.resets()).isEqualTo(1);
      assertThat(reader.closed()).isNull();
    }
  }

  @Test
  void hangingInstanceCatchesUpWhenItGoesOn() {
    InstanceProcess hanging = INSTANCES.start("hanging", "--redis", redis.uri());
    TopicReader there = join(hanging);
    TopicReader here = join(one);
    hanging.pause();
    publishing(one, 200).join();
    await().atMost(SOON).until(() -> here.events().size() == 200);

    hanging.resume();

    await().atMost(SOON).until(() -> there.events().equals(here.events()));
    assertChainHeld();
  }

  @Test
  void startIsRefusedWithTheReasonWhileRedisHangs() {
    redis.pause();
    InstanceProcess refused = INSTANCES.launch("refused", "--redis", redis.uri());
    try {
      assertThat(refused.exitCode()).isEqualTo(1);
    } finally {
      redis.resume();
    }
    assertThat(refused.log().lines().toList())
        .satisfiesExactly(
            waits -> assertThat(waits).contains("waits up to 5s for it"),
            refusal ->
                assertThat(refusal).startsWith("fanfare: cannot reach Redis at " + redis.uri()));
    await().atMost(HEALED).until(() -> one.isReady() && other.isReady());
  }

  private TopicReader join(InstanceProcess instance) {
    return follow(instance, topic);
  }

  private TopicReader follow(InstanceProcess instance, String followed) {
    TopicReader reader = reading(TopicReader.join(instance, followed));
    await().atMost(SOON).until(reader::isJoined);
    return reader;
  }

  private TopicReader reading(TopicReader reader) {
    readers.add(reader);
    return reader;
  }

  private void assertChainHeld() {
    assertThat(readers).extracting(TopicReader::violation).containsOnlyNulls();
  }

  private void publish(InstanceProcess at, String event) {
    assertThat(at.post("/v1/topics/" + topic + "/events", event).statusCode()).isEqualTo(200);
  }

  /** Publishes notices one after another; returns their positions. */
  private CompletableFuture<List<String>> publishing(InstanceProcess at, int count) {
    String publisher = UUID.randomUUID().toString();
    return CompletableFuture.supplyAsync(
        () ->
            IntStream.range(0, count)
                .mapToObj(i -> notice(publisher, i))
                .map(it -> position(at.post("/v1/topics/" + topic + "/events", it)))
                .toList(),
        publishers);
  }

  private HttpResponse<String> publishOnce(InstanceProcess at, String key) {
    return at.post(
        "/v1/topics/" + topic + "/events",
        state(key, "0", 60_000),
        "Idempotency-Key",
        key.replace(' ', '-'));
  }

  private static void assertUnavailable(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    assertThat(answer.headers().firstValueAsLong("Retry-After")).isPresent();
    assertThat(JsonObject.parse(answer.body()).string("code")).isEqualTo("unavailable");
  }

  /**
   * The answers of the calls if one instance writes and the other reads, without the parts that
   * always differ.
   */
  private static List<String> answersOf(InstanceProcess writer, InstanceProcess reader) {
    String user = UUID.randomUUID().toString();
    String replay = "/poc/replay_event_data/" + user;
    List<HttpResponse<String>> answers = new ArrayList<>();
    answers.add(reader.get(replay));
    answers.add(writer.post("/poc/submit_update_event", card(user, "1", "{\"a\": [1.0, null]}")));
    answers.add(reader.get(replay));
    answers.add(writer.post("/poc/submit_update_event", card(user, "2", "\"text\"")));
    answers.add(writer.post("/poc/submit_update_event", card(user, "1", "null")));
    answers.add(reader.get(replay));
    answers.add(writer.get(replay));
    answers.add(writer.post("/poc/submit_update_event", card(user, " ", "1")));
    answers.add(writer.post("/poc/submit_update_event", "{\"username\":\"" + user + "\"}"));
    answers.add(writer.post("/poc/submit_update_event", "no JSON"));
    return answers.stream()
        .map(it -> it.statusCode() + " " + it.body())
        .map(it -> it.replace(user, "USER"))
        .map(it -> it.replaceAll("\"id\":\"[^\"]+\"", "ID").replaceAll("\"at\":\\d+", "AT"))
        .toList();
  }

  private static String card(String user, String card, String data) {
    return "{\"username\":\"%s\",\"cardId\":\"%s\",\"data\":%s}".formatted(user, card, data);
  }

  private static String state(String key, String data, long ttlMillis) {
    return "{\"kind\":\"state\",\"key\":\"%s\",\"data\":%s,\"ttlMs\":%d}"
        .formatted(key, data, ttlMillis);
  }

  /** A notice has no key, so it is never conflated and each one must arrive. */
  private static String notice(String publisher, int number) {
    return "{\"kind\":\"notice\",\"user\":\"%s\",\"data\":%d}".formatted(publisher, number);
  }

  private static String position(HttpResponse<String> answer) {
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return JsonObject.parse(answer.body()).string("position");
  }

  private static List<String> ids(TopicReader... readers) {
    return Stream.of(readers)
        .flatMap(it -> it.events().stream())
        .map(Event::position)
        .map(Position::toString)
        .toList();
  }

  private static List<String> keys(TopicReader reader) {
    return reader.events().stream().map(it -> String.valueOf(it.key())).toList();
  }

  private static List<String> expired(TopicReader reader) {
    return reader.events().stream()
        .filter(Event.Gone.class::isInstance)
        .map(Event.Gone.class::cast)
        .filter(it -> it.reason() == Event.Gone.Reason.EXPIRED)
        .map(it -> it.key().value())
        .toList();
  }

  private static boolean inOrderOfEachPublisher(List<Event> events) {
    return events.stream().map(Event::user).collect(toSet()).stream()
        .map(user -> events.stream().filter(it -> Objects.equals(it.user(), user)))
        .map(its -> its.map(it -> ((Event.Notice) it).data().json()).map(Integer::valueOf).toList())
        .allMatch(its -> its.equals(IntStream.range(0, its.size()).boxed().toList()));
  }
}
