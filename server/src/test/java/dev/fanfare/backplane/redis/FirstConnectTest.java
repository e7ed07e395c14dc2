package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.FreePort;
import dev.fanfare.RedisServer;
import dev.fanfare.backplane.BackplaneUnavailableException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** An instance that starts before its Redis waits for it, and only for what may still come. */
@Timeout(60)
final class FirstConnectTest extends RedisFixture {
  private static final Duration LONG = Duration.ofMinutes(5);

  @Test
  void a_redis_that_starts_later_is_waited_for() {
    RedisServer later = closing(RedisServer.start());
    later.kill();
    var connecting = CompletableFuture.supplyAsync(() -> connect(patient(later.uri())));
    await().during(Duration.ofMillis(600)).until(() -> !connecting.isDone());
    later.restart();
    assertThat(connecting).succeedsWithin(PATIENCE);
  }

  @Test
  void the_wait_ends_with_the_reason() {
    var settings =
        new RedisSettings(
            "redis://127.0.0.1:" + FreePort.find(),
            Duration.ofMillis(300),
            0,
            Duration.ofSeconds(1),
            "fanfare");
    assertThatThrownBy(() -> connect(settings))
        .isInstanceOf(BackplaneUnavailableException.class)
        .hasRootCauseInstanceOf(ConnectException.class);
  }

  @Test
  void a_wrong_password_ends_the_wait_at_once() {
    RedisServer locked = closing(RedisServer.start("--requirepass", "secret"));
    assertThatThrownBy(() -> connect(patient("redis://:wrong@" + locked.address())))
        .hasMessageContaining("WRONGPASS");
    assertThatThrownBy(() -> connect(patient(locked.uri()))).hasMessageContaining("NOAUTH");
  }

  @Test
  void another_kind_of_redis_ends_the_wait_at_once() {
    RedisServer single = closing(RedisServer.start());
    assertThatThrownBy(() -> connect(patient("redis-cluster://" + single.address())))
        .hasMessageContaining("is not a node of a Redis Cluster");
    assertThatThrownBy(() -> connect(patient("redis-sentinel://" + single.address() + "#m")))
        .hasMessageContaining("is no Sentinel");
  }

  private static RedisSettings patient(String uri) {
    return new RedisSettings(uri, LONG, 0, Duration.ofSeconds(1), "fanfare");
  }
}
