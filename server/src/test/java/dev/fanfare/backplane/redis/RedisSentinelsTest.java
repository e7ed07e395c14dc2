package dev.fanfare.backplane.redis;

import dev.fanfare.RedisSentinels;
import dev.fanfare.RedisTopology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

final class RedisSentinelsTest extends RedisContract {
  private static RedisSentinels redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisSentinels.start();
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
