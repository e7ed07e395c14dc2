package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisSentinels;
import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import dev.fanfare.backplane.Ear;
import dev.fanfare.topic.Position;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A publication is answered only when the required number of replicas has it. */
@Timeout(120)
final class MinReplicasTest extends RedisFixture {
  private static final Duration TIMEOUT = Duration.ofMillis(500);

  @Test
  void an_answered_publication_is_kept_with_sentinels() {
    RedisSentinels redis = closing(RedisSentinels.start());
    RedisServer master = redis.master(TOPIC.value());
    keepsWhatItAnswers(redis, redis.nodes().stream().filter(it -> it != master).toList());
  }

  @Test
  void an_answered_publication_is_kept_in_a_cluster() {
    RedisCluster redis = closing(RedisCluster.start());
    keepsWhatItAnswers(redis, redis.replicas(TOPIC.value()));
  }

  private void keepsWhatItAnswers(RedisTopology redis, List<RedisServer> replicas) {
    RedisBackplane backplane =
        connect(
            new RedisSettings(
                redis.uri(), Duration.ZERO, replicas.size(), TIMEOUT, RedisSettings.PREFIX));
    Ear ear = follow(backplane);
    for (int i = 0; i < 20; i++) {
      publish(backplane);
      String head = "HGET fanfare:{" + TOPIC + "}:head seq";
      String stored = redis.master(TOPIC.value()).ask(head);
      assertThat(replicas)
          .allMatch(replica ->
              replica.ask("READONLY").startsWith("+") || replica.ask(head).equals(stored));
    }
    replicas.getFirst().pause();
    assertThat(refusal(backplane, "retried"))
        .startsWith("fewer than %d replicas of Redis are in step: ".formatted(replicas.size()))
        .contains("may or may not", "same Idempotency-Key");
    awaitOutage(backplane, "fewer than");
    assertThat(refusal(backplane, "other")).contains("nothing was stored");
    replicas.getFirst().resume();
    awaitWell(backplane);
    Position retried = publish(backplane, "retried");
    assertThat(retried.seq()).isEqualTo(21);
    assertThat(publish(backplane, "other").seq()).isEqualTo(22);
    ear.awaitHead(publish(backplane)).heardOneChain();
  }

  @Test
  void a_retry_is_answered_only_when_the_replicas_have_it_as_well() {
    RedisSentinels redis = closing(RedisSentinels.start());
    RedisServer master = redis.master(TOPIC.value());
    var settings =
        new RedisSettings(
            redis.uri(), Duration.ZERO, redis.nodes().size() - 1, TIMEOUT, RedisSettings.PREFIX);
    RedisBackplane first = connect(settings);
    RedisBackplane second = connect(settings);
    redis.nodes().stream().filter(it -> it != master).forEach(RedisServer::pause);
    assertThat(refusal(first, "k")).contains("may or may not");
    assertThat(refusal(second, "k")).startsWith("fewer than");
    redis.nodes().forEach(RedisServer::resume);
    awaitWell(second);
    assertThat(publish(second, "k").seq()).isEqualTo(1);
    assertThat(publish(first, "k").seq()).isEqualTo(1);
  }

  @Test
  void many_publications_share_a_confirmation() {
    RedisSentinels redis = closing(RedisSentinels.start());
    RedisServer master = redis.master(TOPIC.value());
    RedisBackplane backplane =
        connect(new RedisSettings(redis.uri(), Duration.ZERO, 2, TIMEOUT, RedisSettings.PREFIX));
    publish(backplane);
    master.ask("CONFIG RESETSTAT");
    IntStream.range(0, 500)
        .mapToObj(_ -> publishing(backplane, null))
        .toList()
        .forEach(it -> it.join());
    await().until(() -> calls(master, "evalsha") >= 500);
    assertThat(calls(master, "wait")).isBetween(1, 250);
  }

  private static int calls(RedisServer server, String command) {
    return server
        .ask("INFO commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_" + command + ":"))
        .map(line -> line.replaceAll(".*:calls=(\\d+),.*", "$1"))
        .map(Integer::valueOf)
        .findFirst()
        .orElse(0);
  }
}
