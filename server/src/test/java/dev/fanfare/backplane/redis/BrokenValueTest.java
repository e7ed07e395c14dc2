package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static dev.fanfare.Drafts.stateBy;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.RedisServer;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import io.lettuce.core.Range;
import io.lettuce.core.RedisClient;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A value in Redis that somebody has changed makes only its own topic unavailable. */
@Timeout(120)
final class BrokenValueTest extends RedisFixture {
  private static final String READABLE = "can be read";
  private static final String UNREADABLE = "unreadable";

  private RedisServer server;
  private RedisClient client;
  private RedisCommands<String, String> redis;
  private RedisBackplane writer;

  @BeforeEach
  void start() {
    server = closing(RedisServer.start());
    client = RedisClient.create(server.uri());
    redis = client.connect().sync();
    writer = connect(server.uri());
  }

  @AfterEach
  void shutDown() {
    client.shutdown(Duration.ZERO, Duration.ofSeconds(1));
  }

  private TopicName written(String name) {
    TopicName topic = new TopicName(name);
    get(writer.publish(Publication.of(topic, stateBy("alice", "a", "{\"n\":[1,\"x\"]}"))));
    get(
        writer.publish(
            Publication.of(topic, state("b", "{\"n\":[2,\"ä\"]}", Duration.ofHours(1)))));
    get(writer.publish(Publication.of(topic, notice("c", "3"))));
    return topic;
  }

  private static Stream<String> garbage(String value) {
    Stream<String> cuts =
        IntStream.range(0, value.length())
            .filter(i -> i % 5 == 0 || i == value.length() - 1)
            .mapToObj(i -> value.substring(0, i));
    return Stream.concat(
        cuts,
        Stream.of(
            "null",
            "[]",
            "7",
            "{}",
            "\"\"",
            "{\"kind\":\"state\"}",
            "mine",
            "-1",
            "1e99",
            "nan",
            "{\"kind\":\"state\",\"id\":7,\"at\":\"x\",\"key\":[],\"data\":null}",
            "{\"kind\":\"other\",\"id\":\"1.a\",\"at\":1}",
            "{\"kind\":\"gone\",\"id\":\"1.a\",\"at\":1,\"key\":\"a\",\"reason\":\"expired\"}",
            "[".repeat(2_000),
            "\u0000",
            "99999999999999999999",
            "0x1f",
            value + value));
  }

  @Test
  void a_value_that_was_cut_or_changed_is_read_or_unreadable_and_nothing_else() {
    List<TopicName> topics = new ArrayList<>();
    for (String field :
        List.of(
            "seq",
            "id",
            "at",
            "stateBytes",
            "logBytes",
            "base",
            "baseBytes",
            "first",
            "firstAt",
            "keptAt",
            "clock",
            "expiring",
            "undone",
            "v")) {
      eachBroken(
          "head:" + field,
          topics,
          (topic, value) -> redis.hset(key(topic, "head"), field, value),
          topic -> orSeventeen(redis.hget(key(topic, "head"), field)));
    }
    eachBroken(
        "state",
        topics,
        (topic, value) -> redis.hset(key(topic, "state"), "a", value),
        topic -> redis.hget(key(topic, "state"), "a"));
    eachBroken(
        "latest",
        topics,
        (topic, value) -> redis.hset(key(topic, "latest"), "alice", value),
        topic -> redis.hget(key(topic, "latest"), "alice"));
    eachBroken(
        "log", topics, this::breakLog, topic -> orSeventeen(lastOfLog(topic).getBody().get("e")));

    RedisBackplane fresh = connect(server.uri());
    List<String> outcomes = new ArrayList<>();
    for (TopicName topic : topics) {
      Position some = new Position(1, "abc");
      for (CompletionStage<?> stage :
          List.of(
              fresh.open(topic),
              fresh.since(topic, null),
              fresh.since(topic, some),
              fresh.latest(topic, new User("alice")),
              fresh.sweep(topic),
              fresh.publish(Publication.of(topic, state("a", "9"))))) {
        String outcome = outcome(stage);
        assertThat(outcome).as(topic.value()).isIn(READABLE, UNREADABLE);
        outcomes.add(outcome);
      }
    }
    assertThat(outcomes.stream().filter(UNREADABLE::equals)).hasSizeGreaterThan(topics.size());
    awaitOutage(fresh, "in a form that this version cannot read");
    redis.flushall();
    awaitWell(fresh);
  }

  private interface Break {
    void set(TopicName topic, String value);
  }

  private void eachBroken(
      String what, List<TopicName> topics, Break change, Function<TopicName, String> read) {
    TopicName sample = written("sample:" + what);
    String value = read.apply(sample);
    List<String> all = garbage(value).toList();
    for (int i = 0; i < all.size(); i++) {
      TopicName topic = written(what + ":" + i);
      change.set(topic, all.get(i));
      topics.add(topic);
    }
  }

  private static String orSeventeen(@Nullable String value) {
    return Objects.requireNonNullElse(value, "17");
  }

  private StreamMessage<String, String> lastOfLog(TopicName topic) {
    return redis.xrange(key(topic, "log"), Range.unbounded()).getLast();
  }

  private void breakLog(TopicName topic, String value) {
    StreamMessage<String, String> last = lastOfLog(topic);
    redis.xdel(key(topic, "log"), last.getId());
    int dash = last.getId().indexOf('-');
    long bytes = Long.parseLong(last.getId().substring(dash + 1));
    String next = last.getId().substring(0, dash) + "-" + (bytes + 1);
    redis.xadd(key(topic, "log"), XAddArgs.Builder.nomkstream().id(next), Map.of("e", value));
  }

  @Test
  void one_bad_event_among_many_is_an_outage_that_names_its_topic_until_it_is_repaired() {
    repaired(
        topic -> redis.hset(key(topic, "state"), "a", "{\"kind\":\"state\",\"id\":\"1."),
        redis::hset);
  }

  private interface Repair {
    void set(String key, String field, String value);
  }

  private void repaired(Consumer<TopicName> change, Repair repair) {
    TopicName topic = written("bad");
    String good = redis.hget(key(topic, "state"), "a");
    change.accept(topic);
    RedisBackplane fresh = connect(server.uri());
    assertThat(outcome(fresh.open(topic))).isEqualTo(UNREADABLE);
    awaitOutage(fresh, "Redis holds topic 'bad' in a form that this version cannot read");
    get(fresh.sweep(topic));
    assertThat(outcome(fresh.open(new TopicName("good")))).isEqualTo(READABLE);
    assertThat(fresh.outage()).isPresent();
    repair.set(key(topic, "state"), "a", good);
    awaitWell(fresh);
    assertThat(get(fresh.open(topic)).state()).hasSize(2);
  }

  @Test
  void the_latest_event_of_a_user_is_an_outage_until_it_is_repaired() {
    TopicName topic = written("latest");
    String good = redis.hget(key(topic, "latest"), "alice");
    redis.hset(key(topic, "latest"), "alice", good.substring(0, 40));
    assertThat(outcome(writer.latest(topic, new User("alice")))).isEqualTo(UNREADABLE);
    assertThat(outcome(writer.open(topic))).isEqualTo(READABLE);
    awaitOutage(writer, "Redis holds topic 'latest'");
    redis.hset(key(topic, "latest"), "alice", good);
    awaitWell(writer);
  }

  @Test
  void with_a_key_of_another_type_nothing_is_stored_twice_and_removing_it_heals_the_topic() {
    TopicName topic = written("typed");
    redis.del(key(topic, "users"));
    redis.set(key(topic, "users"), "mine");
    for (int i = 0; i < 3; i++) {
      assertThat(outcome(writer.publish(Publication.of(topic, stateBy("bob", "k", "1")))))
          .isEqualTo(UNREADABLE);
    }
    awaitOutage(writer, "Redis holds topic 'typed'");
    assertThat(redis.get(key(topic, "users"))).isEqualTo("mine");
    redis.del(key(topic, "users"));
    awaitWell(writer);
    assertThat(Objects.requireNonNull(get(writer.open(topic)).head()).seq()).isEqualTo(4);
  }

  @Test
  void an_unreadable_message_is_a_doubt_and_no_more() {
    Ear ear = follow(writer);
    int count = 0;
    for (String message :
        List.of(
            "",
            "{",
            "null",
            "[]",
            "{\"type\":\"delta\"}",
            "[".repeat(5_000),
            "{\"type\":\"delta\",\"topic\":\"other\",\"from\":null,\"to\":\"1.a\",\"events\":[]}",
            "{\"type\":\"delta\",\"topic\":\""
                + TOPIC
                + "\",\"from\":null,\"to\":null,\"events\":[]}",
            "{\"type\":\"delta\",\"topic\":7,\"from\":[],\"to\":{},\"events\":\"x\"}")) {
      redis.publish("fanfare:{" + TOPIC + "}", message);
      int before = ++count;
      await().atMost(PATIENCE).until(() -> ear.followings() > before);
    }
    assertThat(ear.told()).isEmpty();
    ear.awaitHead(publish(writer)).heardOneChain();
  }

  @Test
  void a_call_that_reads_a_broken_value_is_answered_unavailable() {
    TopicName topic = written("called");
    String good = redis.hget(key(topic, "state"), "b");
    redis.hset(key(topic, "state"), "b", good.substring(0, good.length() - 3));
    try (Instance instance = Instance.start("redis.uri=" + server.uri())) {
      instance
          .get("/v1/topics/called")
          .isProblem(503, "unavailable", "/v1/topics/called", "cannot read");
      assertThat(instance.get("/health/readiness").status()).isEqualTo(503);
      redis.hset(key(topic, "state"), "b", good);
      await().atMost(PATIENCE).until(() -> instance.get("/health/readiness").status() == 200);
      assertThat(instance.get("/v1/topics/called").status()).isEqualTo(200);
    }
  }

  private static String outcome(CompletionStage<?> stage) {
    try {
      stage.toCompletableFuture().join();
      return READABLE;
    } catch (CompletionException e) {
      return e.getCause() instanceof UnreadableStoreException ? UNREADABLE : "fails: " + e;
    }
  }

  private static String key(TopicName topic, String kind) {
    return "fanfare:{" + topic + "}:" + kind;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
