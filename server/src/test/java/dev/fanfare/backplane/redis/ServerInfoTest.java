package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server reports about itself, and which servers are accepted. */
final class ServerInfoTest {
  @ParameterizedTest
  @CsvSource({
    "5.0.14,   is Redis 5.0",
    "6.0.16,   is Redis 6.0",
    "2.8.4,    is Redis 2.8",
    "'',       is Redis 0.0",
  })
  void a_redis_that_is_too_old_is_refused(String version, String why) {
    ServerInfo info = info(version, "standalone", "master");
    assertThatThrownBy(() -> info.check(RedisAddress.Mode.STANDALONE))
        .isInstanceOf(WrongRedisException.class)
        .hasMessage(why + ", expected 6.2 or newer");
  }

  @ParameterizedTest
  @ValueSource(strings = {"6.2.0", "7.0.15", "8.0.0", "255.255.255"})
  void a_node_of_a_cluster_is_accepted_as_a_cluster(String version) {
    ServerInfo info = info(version, "cluster", "master");
    assertThatCode(() -> info.check(RedisAddress.Mode.CLUSTER)).doesNotThrowAnyException();
    assertThat(info.isNode()).isTrue();
    assertThat(info(version, "standalone", "master").isNode()).isFalse();
  }

  /** The report of Valkey 8.0.1. */
  @Test
  void a_valkey_counts_as_the_redis_that_it_is_compatible_with() {
    ServerInfo info =
        ServerInfo.parse(
            """
            # Server
            redis_version:7.2.4
            server_name:valkey
            valkey_version:8.0.1
            server_mode:cluster
            # Replication
            role:master
            """);
    assertThat(info).isEqualTo(new ServerInfo(7, 2, "cluster", "master", ""));
  }

  private static ServerInfo info(String version, String mode, String role) {
    return ServerInfo.parse(
        "# Server\r\nredis_version:%s\r\nredis_mode:%s\r\n# Replication\r\nrole:%s\r\n"
            .formatted(version, mode, role));
  }
}
