package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.RedisCluster;
import dev.fanfare.RedisSentinels;
import dev.fanfare.RedisServer;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.SecureRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A Redis that is not what the URI says is refused at the start, in one line that says why. */
final class WrongRedisTest {
  private static RedisServer plain;
  private static RedisServer locked;
  private static RedisSentinels sentinels;
  private static RedisCluster cluster;

  @BeforeAll
  static void start() {
    plain = RedisServer.start();
    locked = RedisServer.start("--requirepass", "secret");
    locked.ask("PING");
    sentinels = RedisSentinels.start();
    cluster = RedisCluster.start();
  }

  @AfterAll
  static void stop() {
    plain.close();
    locked.close();
    sentinels.close();
    cluster.close();
  }

  @Test
  void a_sentinel_is_refused_as_a_server() {
    refuses(
        sentinels.sentinels().getFirst().uri(),
        "is a Sentinel, expected redis-sentinel://host:port#master");
  }

  @Test
  void a_node_of_a_cluster_is_refused_as_a_single_server() {
    refuses(
        cluster.nodes().getFirst().uri(),
        "is a node of a Redis Cluster, expected redis-cluster://host:port");
  }

  @Test
  void a_replica_is_refused_as_a_master() {
    RedisServer replica =
        sentinels.nodes().stream()
            .filter(node -> node != sentinels.master("any"))
            .findFirst()
            .orElseThrow();
    refuses(replica.uri(), "is a replica, expected its master");
  }

  @Test
  void a_server_is_refused_as_a_sentinel() {
    refuses("redis-sentinel://" + plain.address() + "#board", "is no Sentinel, expected redis://");
  }

  @Test
  void a_master_that_the_sentinels_do_not_know_is_refused() {
    refuses(
        sentinels.uri().replace("#" + RedisSentinels.MASTER, "#bored"), "know no master 'bored'");
  }

  @Test
  void a_single_server_is_refused_as_a_cluster() {
    refuses(
        "redis-cluster://" + plain.address(),
        "is not a node of a Redis Cluster, expected redis://host:port");
  }

  @Test
  void a_missing_or_wrong_password_is_refused_and_never_shown() {
    refuses(locked.uri(), "Redis refuses: NOAUTH (it asks for a password)");
    String wrong = "redis://:wr0ng@" + locked.address();
    refuses(wrong, "Redis refuses: WRONGPASS (the user or the password is wrong)");
    connect("redis://:secret@" + locked.address()).close();
  }

  @Test
  void a_database_that_is_not_there_is_named() {
    refuses(plain.uri() + "/99", "Redis refuses: ERR (it has no database of this number)");
  }

  @Test
  void a_password_for_a_server_without_one_is_accepted_or_named() {
    connect("redis://:any@" + plain.address()).close();
  }

  @Test
  void a_server_with_too_many_clients_is_named() {
    try (RedisServer full = RedisServer.start("--maxclients", "1");
        Socket only = new Socket(InetAddress.getLoopbackAddress(), full.port())) {
      assertThat(only.isConnected()).isTrue();
      refuses(full.uri(), "Redis refuses: ERR (it has as many clients as its maxclients allows)");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void tls_on_one_side_only_is_named() {
    refuses(
        plain.uri().replace("redis:", "rediss:"),
        "speaks no TLS at this port, expected redis without the second s");
  }

  private static void refuses(String uri, String why) {
    assertThatThrownBy(() -> connect(uri))
        .isInstanceOf(BackplaneUnavailableException.class)
        .hasNoCause()
        .hasMessageContaining(why)
        .hasMessageContaining(uri.replaceFirst("//.*@", "//***@"))
        .hasMessageNotContainingAny("wr0ng", "\n");
  }

  private static RedisBackplane connect(String uri) {
    RedisBackplane connected =
        RedisBackplane.connect(
            RedisSettings.of(uri), StoreLimits.DEFAULT, new OperationIds(new SecureRandom()));
    assertThat(connected.outage()).isEmpty();
    return connected;
  }
}
