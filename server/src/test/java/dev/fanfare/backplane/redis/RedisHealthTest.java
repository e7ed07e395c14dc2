package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisServer;
import dev.fanfare.TcpProxy;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.UnreadableStoreException;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How an instance finds out that a Redis answers and yet cannot be used, and what it reports. */
@Timeout(60)
final class RedisHealthTest extends RedisFixture {
  private static final String HEAD = "fanfare:{" + TOPIC + "}:head";

  private final RedisServer server = closing(RedisServer.start());

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "CONFIG SET maxmemory 1             | CONFIG SET maxmemory 0             | OOM",
        "CONFIG SET min-replicas-to-write 1 | CONFIG SET min-replicas-to-write 0 | NOREPLICAS",
        "REPLICAOF 127.0.0.1 1              | REPLICAOF NO ONE                   | replica",
      })
  void a_redis_that_cannot_be_written_is_an_outage_until_it_can(
      String fault, String end, String why) {
    RedisBackplane backplane = connect(server.uri());
    publish(backplane);
    assertThat(server.ask(fault)).startsWith("+OK");
    awaitOutage(backplane, why);
    assertThat(refusal(backplane, null)).startsWith("Redis ").contains(why);
    assertThat(server.ask(end)).startsWith("+OK");
    awaitWell(backplane);
    assertThat(publish(backplane).seq()).isEqualTo(2);
  }

  @Test
  void a_connection_that_drops_everything_is_noticed_and_replaced() {
    TcpProxy proxy = closing(TcpProxy.to(server.port()));
    RedisBackplane cutOff = connect("redis://127.0.0.1:" + proxy.port());
    Ear ear = follow(cutOff);
    proxy.swallow();
    awaitOutage(cutOff, "Redis does not answer in time");
    Position missed = publish(connect(server.uri()));
    await("the connection is given up").atMost(PATIENCE).until(() -> !telling().contains("id="));
    proxy.heal();
    awaitWell(cutOff);
    assertThat(ear.heads().getLast()).isEqualTo(missed);
    ear.awaitHead(publish(cutOff));
  }

  @Test
  void the_connection_to_a_slow_redis_is_kept() {
    TcpProxy proxy = closing(TcpProxy.to(server.port()));
    RedisBackplane slow = connect("redis://127.0.0.1:" + proxy.port());
    Ear ear = follow(slow);
    proxy.delay(Duration.ofMillis(700));
    for (int i = 0; i < 5; i++) {
      Position head = publish(slow);
      ear.awaitHead(head);
    }
    ear.heardOneChain();
    assertThat(ear.events()).hasSize(5);
  }

  @Test
  void listeners_receive_the_head_of_an_emptied_store_though_nothing_broke() {
    RedisBackplane backplane = connect(server.uri());
    Ear ear = follow(backplane);
    Position lost = publish(backplane);
    ear.awaitHead(lost);
    server.ask("FLUSHALL");
    await().atMost(PATIENCE).until(() -> ear.heads().getLast().isStart() && ear.followings() > 1);
    assertThat(backplane.since(TOPIC, lost).toCompletableFuture().join().isReset()).isTrue();
  }

  @Test
  void a_subscription_that_receives_nothing_is_noticed_and_made_again() {
    RedisBackplane backplane = connect(server.uri());
    Ear ear = follow(backplane);
    ear.awaitHead(publish(backplane));
    String telling = telling();
    server.ask("HSET " + HEAD + " seq 7 id untold");
    await().atMost(PATIENCE).until(() -> !telling().equals(telling));
    await().atMost(PATIENCE).until(() -> !ear.heads().getLast().isStart());
    assertThat(ear.heads().getLast()).isEqualTo(new Position(7, "untold"));
    awaitWell(backplane);
    ear.awaitHead(publish(backplane));
  }

  /** The id of the connection for messages. */
  private String telling() {
    return server.ask("CLIENT LIST TYPE pubsub").replaceAll("(?s).*?(\\bid=\\d+).*", "$1");
  }

  @Test
  void keys_of_another_version_are_an_outage_with_one_reason_until_they_are_gone() {
    RedisBackplane backplane = connect(server.uri());
    publish(backplane);
    server.ask("HSET " + HEAD + " v 99");
    assertThat(publishing(backplane, null))
        .failsWithin(PATIENCE)
        .withThrowableThat()
        .withCauseInstanceOf(UnreadableStoreException.class)
        .withMessageContaining("format 99");
    awaitOutage(backplane, "Redis holds topic '" + TOPIC + "' in a form");
    assertThat(server.ask("HGET " + HEAD + " v")).contains("99");
    server.ask("DEL " + HEAD);
    awaitWell(backplane);
  }

  @Test
  void a_followed_topic_is_found_unreadable_though_nobody_reads_it() {
    RedisBackplane backplane = connect(server.uri());
    backplane.follow(new TopicName("other"), new Ear());
    server.ask("SET fanfare:{other}:head mine");
    awaitOutage(backplane, "Redis holds topic 'other' in a form");
    server.ask("DEL fanfare:{other}:head");
    awaitWell(backplane);
  }
}
