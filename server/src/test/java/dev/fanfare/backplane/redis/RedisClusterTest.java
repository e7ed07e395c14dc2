package dev.fanfare.backplane.redis;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisTopology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

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
}
