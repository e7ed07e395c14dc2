package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisTopology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class RedisClusterTest extends RedisContract {
  private static RedisCluster redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisCluster.start();
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
  void messages_stay_within_the_shard() {
    assertThat(commandsOfTelling())
        .contains("cmdstat_spublish:", "cmdstat_ssubscribe:")
        .doesNotContain("cmdstat_publish:", "cmdstat_subscribe:");
  }
}
