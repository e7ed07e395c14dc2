package dev.fanfare;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The Redis deployments that other tests break behave like those of users. */
@Timeout(120)
final class RedisTopologyTest {
  private static final String TOPIC = "board:42";
  private static final String KEY = "fanfare:{" + TOPIC + "}:head";

  @Test
  @Tag("long")
  void sentinels_replace_a_killed_master_which_comes_back_as_a_replica() {
    try (RedisSentinels redis = RedisSentinels.start()) {
      replacesKilledMaster(redis);
    }
  }

  @Test
  void a_cluster_replaces_a_killed_master_which_comes_back_as_a_replica() {
    try (RedisCluster redis = RedisCluster.start()) {
      replacesKilledMaster(redis);
    }
  }

  private static void replacesKilledMaster(RedisTopology redis) {
    RedisServer killed = redis.master(TOPIC);
    assertThat(killed.ask("SET " + KEY + " 1")).startsWith("+OK");
    assertThat(killed.ask("WAIT 1 1000")).doesNotStartWith(":0");
    killed.kill();
    await().atMost(Duration.ofSeconds(20)).until(() -> hasOtherMaster(redis, killed));
    assertThat(redis.master(TOPIC).ask("SET " + KEY + " 2")).startsWith("+OK");
    killed.restart();
    redis.awaitHealthy();
    assertThat(killed.ask("INFO replication")).contains("role:slave");
  }

  private static boolean hasOtherMaster(RedisTopology redis, RedisServer killed) {
    try {
      RedisServer master = redis.master(TOPIC);
      return master != killed && master.answers("INFO replication", "role:master");
    } catch (IllegalStateException notYet) {
      return false;
    }
  }

  @Test
  void a_moved_slot_is_at_another_master_with_its_keys() {
    try (RedisCluster redis = RedisCluster.start()) {
      RedisServer before = redis.master(TOPIC);
      before.ask("SET " + KEY + " 1");
      redis.moveSlot(TOPIC);
      assertThat(before.ask("GET " + KEY)).startsWith("-MOVED");
      assertThat(redis.master(TOPIC).ask("GET " + KEY)).contains("1");
      assertThat(redis.master(TOPIC)).isNotSameAs(before);
    }
  }

  @Test
  void a_proxy_forwards_or_delays_or_swallows_or_cuts() throws IOException {
    try (RedisServer redis = RedisServer.start();
        TcpProxy proxy = TcpProxy.to(redis.port());
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
      socket.setSoTimeout(5_000);
      assertThat(pinged(socket)).isLessThan(Duration.ofMillis(200));
      proxy.delay(Duration.ofMillis(100));
      assertThat(pinged(socket)).isGreaterThanOrEqualTo(Duration.ofMillis(200));
      proxy.swallow();
      socket.setSoTimeout(300);
      assertThatThrownBy(() -> pinged(socket)).hasCauseInstanceOf(SocketTimeoutException.class);
      proxy.cut();
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
      proxy.heal();
      try (Socket again = new Socket(InetAddress.getLoopbackAddress(), proxy.port())) {
        assertThat(pinged(again)).isLessThan(Duration.ofSeconds(1));
      }
    }
  }

  private static Duration pinged(Socket socket) {
    try {
      long asked = System.nanoTime();
      socket.getOutputStream().write("PING\r\n".getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readNBytes(7), US_ASCII))
          .isEqualTo("+PONG\r\n");
      return Duration.ofNanos(System.nanoTime() - asked);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
