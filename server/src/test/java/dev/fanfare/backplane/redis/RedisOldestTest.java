package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.RedisServer;
import dev.fanfare.RedisTopology;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The contract on the oldest supported version. */
final class RedisOldestTest extends RedisContract {
  private static RedisServer redis;

  @BeforeAll
  static void startRedis() {
    redis = RedisServer.startOldest();
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
  void the_server_has_the_oldest_supported_version() {
    assertThat(redis.ask("INFO server")).contains("redis_version:6.2.");
  }
}
