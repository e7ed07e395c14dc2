package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.RedisServer;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A Redis that may delete topics is used, and reported. */
@Timeout(60)
final class RedisEvictionTest extends RedisFixture {
  private final RedisServer server =
      closing(RedisServer.start("--maxmemory-policy", "volatile-ttl"));

  @Test
  void readiness_and_a_metric_report_the_policy_until_it_is_set_right() {
    Instance instance = closing(Instance.startWith(Map.of("fanfare.redis.uri", server.uri())));
    assertThat(instance.get("/health/readiness").status()).isEqualTo(200);
    assertThat(instance.get("/health/readiness").body())
        .contains("\"maxmemory-policy\":\"volatile-ttl\"", "expected noeviction");
    assertThat(instance.get("/prometheus").body()).contains("\nfanfare_redis_evicts 1.0");
    server.ask("CONFIG SET maxmemory-policy noeviction");
    await()
        .atMost(PATIENCE)
        .until(() -> instance.get("/prometheus").body().contains("\nfanfare_redis_evicts 0.0"));
    assertThat(instance.get("/health/readiness").body()).doesNotContain("policy");
    server.ask("CONFIG SET maxmemory-policy allkeys-lru");
    await()
        .atMost(PATIENCE)
        .until(() -> instance.get("/health/readiness").body().contains("allkeys-lru"));
  }
}
