package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.topic.InvalidValueException;
import io.lettuce.core.RedisCredentials;
import io.lettuce.core.RedisURI;
import io.lettuce.core.SslVerifyMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values of {@code --redis}. */
final class RedisAddressTest {
  private static final HostPort ANY = new HostPort("any", 1);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "redis://localhost                          | STANDALONE | localhost:6379",
        "redis://10.0.0.1:7000/3                    | STANDALONE | 10.0.0.1:7000",
        "redis://[::1]:7000                         | STANDALONE | [::1]:7000",
        "redis-sentinel://a,b:2,[::1]#board         | SENTINEL   | a:26379 b:2 [::1]:26379",
        "redis-cluster://me:pw@a:1,b:2              | CLUSTER    | a:1 b:2",
        "rediss-cluster://a?verifyPeer=NONE         | CLUSTER    | a:6379",
      })
  void a_uri_says_where_and_how_redis_is_run(String given, RedisAddress.Mode kind, String hosts) {
    RedisAddress address = new RedisAddress(given);
    assertThat(address.kind()).isEqualTo(kind);
    assertThat(address.hosts()).extracting(HostPort::toString).containsExactly(hosts.split(" "));
  }

  @Test
  void sentinels_have_a_user_and_a_password_of_their_own() {
    var address =
        new RedisAddress(
            "rediss-sentinel://me:p%40s:s+@a/2?sentinelUser=you&sentinelPassword=q&verifyPeer=CA#m");
    RedisURI server = address.dataServer(ANY);
    assertThat(credentials(server).getUsername()).isEqualTo("me");
    assertThat(credentials(server).getPassword()).containsExactly("p@s:s+".toCharArray());
    assertThat(server.getDatabase()).isEqualTo(2);
    assertThat(server.isSsl()).isTrue();
    assertThat(server.getVerifyMode()).isEqualTo(SslVerifyMode.CA);
    RedisURI sentinel = address.sentinel(ANY);
    assertThat(credentials(sentinel).getUsername()).isEqualTo("you");
    assertThat(credentials(sentinel).getPassword()).containsExactly('q');
    assertThat(address.master()).isEqualTo("m");
  }

  @Test
  void a_password_needs_no_user() {
    for (String given : new String[] {"redis://pw@h", "redis://:pw@h"}) {
      RedisCredentials credentials = credentials(new RedisAddress(given).dataServer(ANY));
      assertThat(credentials.getPassword()).containsExactly("pw".toCharArray());
      assertThat(credentials.hasUsername()).isFalse();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "localhost:6379                      | it has another form",
        "redes://me:secret@h                 | it has another form",
        "redis://                            | it has another form",
        "redis://h/x                         | it has another form",
        "redis://a,b                         | several hosts: redis-sentinel:// or redis-cluster",
        "redis://h:99999                     | 'h' is no host, or its port is not 1 to 65535",
        "redis://h:x                         | 'h' has no port after its colon",
        "redis://a#board                     | #master is for redis-sentinel://",
        "redis-sentinel://me:secret@a        | #master is missing",
        "redis-sentinel://a?sentinelPassword=secret | #master is missing",
        "redis-cluster://a/1                 | a Cluster has only database 0",
        "redis://a?secret=secret             | the parameter 'secret' is unknown",
        "rediss://a?verifyPeer=maybe         | verifyPeer=maybe is not FULL, CA or NONE",
      })
  void anything_else_is_refused_in_one_line(String given, String why) {
    assertThatThrownBy(() -> new RedisAddress(given))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageStartingWith("fanfare.redis.uri \"")
        .hasMessageContaining(": expected redis://")
        .hasMessageContaining(" (" + why)
        .hasMessageNotContainingAny("me:", "Password=secret", "\n");
  }

  /**
   * Each of these has the password {@code s3cr3t}, in a place where it is read as something else.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis://me:s3%cr3t@h",
        "redis://:%s3cr3t@h",
        "rediss-sentinel://h?sentinelPassword=%zs3cr3t#m",
        "redis-sentinel://h?sentinelPassword=a&s3cr3t#m",
        "redis-sentinel://h?sentinelPassword=a#s3cr3t#m",
        "redis:me:s3cr3t@h",
        "me:s3cr3t@h",
        "redis://s3cr3t:x@h@h/y",
        "redis://me:s3cr3t",
        "redis://:s3cr3t",
      })
  void no_letter_of_a_secret_is_shown(String given) {
    assertThatThrownBy(() -> new RedisAddress(given))
        .isInstanceOf(InvalidValueException.class)
        .hasMessageNotContainingAny("s3", "cr3t", "\n");
  }

  @Test
  void a_percent_sign_in_a_password_is_named() {
    assertThatThrownBy(() -> new RedisAddress("redis://me:50%off@h"))
        .hasMessageContaining("(% in a user or a password must be written as %25)")
        .hasMessageNotContaining("off");
  }

  private static RedisCredentials credentials(RedisURI uri) {
    return uri.getCredentialsProvider().resolveCredentials().toFuture().join();
  }
}
