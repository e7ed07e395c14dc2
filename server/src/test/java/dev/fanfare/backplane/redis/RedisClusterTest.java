package dev.fanfare.backplane.redis;

import static dev.fanfare.Drafts.notice;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisTopology;
import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.Ear;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.StoreLimits;
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
  void it_is_told_within_the_shard() {
    Backplane backplane = instance(StoreLimits.DEFAULT);
    Ear ear = new Ear();
    backplane.follow(topic, ear);
    ear.awaitFollowings(1);
    backplane.publish(Publication.of(topic, notice("1"))).toCompletableFuture().join();
    await().until(() -> ear.events().size() == 1);
    assertThat(redis.master(topic.value()).ask("INFO commandstats"))
        .contains("cmdstat_spublish:", "cmdstat_ssubscribe:")
        .doesNotContain("cmdstat_publish:", "cmdstat_subscribe:");
  }
}
