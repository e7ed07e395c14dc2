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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A Redis that has lost its last events: a lost position is never taken for a position of its
 * present history.
 */
@Timeout(120)
final class RedisForkTest extends RedisFixture {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Test
  void a_lost_position_is_unknown_to_a_redis_that_comes_back_empty() {
    RedisServer server = closing(RedisServer.start());
    RedisBackplane here = connect(server.uri());
    Ear ear = follow(here);
    Position lost = publish(here);
    server.restart();
    awaitForked(ear, Position.START);
    isForked(here, ear, lost, Position.START);
  }

  @Test
  void a_lost_position_is_unknown_to_a_redis_that_comes_back_with_earlier_data() {
    RedisServer server = closing(RedisServer.start());
    RedisBackplane here = connect(server.uri());
    Ear ear = follow(here);
    Position kept = publish(here);
    assertThat(server.ask("SAVE")).startsWith("+OK");
    Position lost = publish(here);
    server.restart();
    awaitForked(ear, kept);
    isForked(here, ear, lost, kept);
  }

  @Test
  void a_lost_position_is_unknown_to_a_late_replica_that_sentinels_promote() {
    RedisSentinels redis = closing(RedisSentinels.start());
    RedisServer master = redis.master(TOPIC.value());
    losesItsEnd(redis, redis.nodes().stream().filter(it -> it != master).toList());
  }

  @Test
  void a_lost_position_is_unknown_to_a_late_replica_that_a_cluster_promotes() {
    RedisCluster redis = closing(RedisCluster.start());
    losesItsEnd(redis, redis.replicas(TOPIC.value()));
  }

  private void losesItsEnd(RedisTopology redis, List<RedisServer> replicas) {
    RedisServer master = redis.master(TOPIC.value());
    RedisBackplane here = connect(redis.uri());
    Ear ear = follow(here);
    var safe =
        new RedisSettings(
            redis.uri(),
            Duration.ZERO,
            replicas.size(),
            Duration.ofSeconds(1),
            RedisSettings.PREFIX);
    Position kept = publish(connect(safe));
    replicas.forEach(RedisServer::pause);
    master.ask("CLIENT KILL TYPE replica");
    Position lost = publish(here);
    ear.awaitHead(lost);
    master.kill();
    replicas.forEach(RedisServer::resume);
    awaitForked(ear, kept);
    isForked(here, ear, lost, kept);
  }

  private static void awaitForked(Ear ear, Position head) {
    int followings = ear.followings();
    await()
        .atMost(PATIENCE)
        .until(() -> ear.followings() > followings && ear.heads().getLast().equals(head));
  }

  /** A read from the lost position gets a reset, a read from the kept one does not. */
  private static void isForked(RedisBackplane at, Ear ear, Position lost, Position kept) {
    awaitWell(at);
    assertThat(at.since(TOPIC, lost).toCompletableFuture().join().isReset()).isTrue();
    Position other = publish(at);
    assertThat(other.seq()).isEqualTo(lost.seq());
    assertThat(other).isNotEqualTo(lost);
    ear.awaitHead(other);
    assertThat(ear.told().getLast().from()).isEqualTo(kept);
    assertThat(at.since(TOPIC, lost).toCompletableFuture().join().isReset()).isTrue();
    assertThat(at.since(TOPIC, kept).toCompletableFuture().join().isReset()).isFalse();
  }
}
