package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static dev.fanfare.Drafts.state;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.backplane.Publication;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.IdempotencyKey;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A Redis without memory refuses everything that takes memory, of new topics and of old ones. */
@Timeout(120)
final class RedisMemoryTest extends RedisFixture {
  private static final int ROOM = 3_000_000;
  private static final int TOPICS = 1_000;
  private static final String LARGE = "\"" + "x".repeat(20_000) + "\"";
  private static final Duration TTL = Duration.ofMillis(500);

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void publications_to_new_and_old_topics_are_refused_and_reads_go_on(boolean isOldest) {
    RedisServer server = closing(isOldest ? RedisServer.startOldest() : RedisServer.start());
    RedisBackplane backplane = connect(server.uri());
    long limit = usedMemory(server) + ROOM;
    server.ask("CONFIG SET maxmemory " + limit);
    TopicName due = new TopicName("due");
    get(
        publishing(
            backplane,
            due,
            IntStream.range(0, 150).mapToObj(i -> state("k" + i, "1", TTL)).toList()));
    get(publishing(backplane, due, List.of(state("lasting", LARGE))));

    List<String> outcomes =
        IntStream.range(0, TOPICS)
            .mapToObj(i -> outcome(backplane, new TopicName("new:" + i), state("k", LARGE)))
            .toList();
    int stored = outcomes.lastIndexOf("stored") + 1;
    assertThat(stored).isBetween(10, TOPICS - 10);
    assertThat(outcomes.subList(stored, TOPICS))
        .allMatch(it -> it.equals("Redis refuses: OOM (it is out of memory)"));
    assertThat(usedMemory(server)).isLessThan(limit + ROOM / 2);
    for (int i = 0; i < TOPICS; i++) {
      String keys = server.ask("KEYS fanfare:{new:" + i + "}*");
      assertThat(keys.contains("fanfare:{")).isEqualTo(outcomes.get(i).equals("stored"));
    }

    server.ask("CONFIG SET maxmemory 1");
    TopicName old = new TopicName("new:0");
    assertThat(outcome(backplane, old, notice(LARGE))).contains("OOM");
    assertThat(get(backplane.open(old)).state(new Key("k"))).isNotNull();
    await().atMost(PATIENCE).until(() -> get(backplane.open(due)).state().size() == 1);
    assertThat(get(backplane.sweep(due))).isEmpty();
    assertThat(outcome(backplane, due, notice(LARGE))).contains("OOM");
    awaitOutage(backplane, "OOM");

    server.ask("CONFIG SET maxmemory 0");
    awaitWell(backplane);
    assertThat(outcome(backplane, new TopicName("new:" + (TOPICS - 1)), notice("1")))
        .isEqualTo("stored");
  }

  private static CompletableFuture<?> publishing(
      RedisBackplane backplane, TopicName topic, List<Draft> drafts) {
    return backplane
        .publish(new Publication(topic, drafts, new IdempotencyKey("k" + drafts.hashCode())))
        .toCompletableFuture();
  }

  private static String outcome(RedisBackplane backplane, TopicName topic, Draft draft) {
    try {
      publishing(backplane, topic, List.of(draft)).join();
      return "stored";
    } catch (CompletionException e) {
      return Failure.reason(e);
    }
  }

  private static long usedMemory(RedisServer server) {
    return Long.parseLong(
        server.ask("INFO memory").replaceAll("(?s).*\\bused_memory:(\\d+).*", "$1"));
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().join();
  }
}
