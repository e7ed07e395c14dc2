package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisTopology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A Cluster of the oldest supported version has no messages within a shard: it sends them to all
 * nodes.
 */
final class RedisOldestClusterTest extends RedisContract {
  private static RedisCluster redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisCluster.startOldest();
  }

  @AfterAll
  static void stopRedis() {
    redis.close();
  }

  @Override
  RedisTopology redis() {
    return redis;
  }

  @Test
  void messages_are_sent_by_publish() {
    assertThat(commandsOfTelling())
        .contains("cmdstat_publish:", "cmdstat_subscribe:")
        .doesNotContain("cmdstat_spublish:", "cmdstat_ssubscribe:");
  }
}
