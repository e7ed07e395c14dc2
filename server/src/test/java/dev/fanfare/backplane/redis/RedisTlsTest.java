package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.FreePort;
import dev.fanfare.RedisServer;
import dev.fanfare.backplane.BackplaneUnavailableException;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Redis with TLS, a self-signed certificate and its own user. */
final class RedisTlsTest extends RedisFixture {
  private final int port = FreePort.find();

  @TempDir private Path files;

  @BeforeEach
  void start() throws IOException, InterruptedException {
    String certificate = files.resolve("redis.crt").toString();
    String key = files.resolve("redis.key").toString();
    Process made =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "1",
                "-subj",
                "/CN=redis.test",
                "-keyout",
                key,
                "-out",
                certificate)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(made.waitFor()).isZero();
    closing(
        RedisServer.start(
            "--tls-port",
            String.valueOf(port),
            "--tls-cert-file",
            certificate,
            "--tls-key-file",
            key,
            "--tls-ca-cert-file",
            certificate,
            "--tls-auth-clients",
            "no",
            "--user",
            "fanfare",
            "on",
            ">p@ss",
            "~fanfare:*",
            "&fanfare:*",
            "+@all"));
  }

  @Test
  void a_redis_with_tls_is_used_like_any_other() {
    RedisBackplane backplane = connect(uri("p%40ss", "?verifyPeer=NONE"));
    follow(backplane).awaitHead(publish(backplane)).heardOneChain();
    assertThat(backplane.outage()).isEmpty();
  }

  @Test
  void an_untrusted_certificate_is_refused_in_one_line() {
    assertThatThrownBy(() -> connect(uri("p%40ss", "")))
        .isInstanceOf(BackplaneUnavailableException.class)
        .hasRootCauseMessage("unable to find valid certification path to requested target")
        .hasMessage("cannot reach Redis at rediss://***@127.0.0.1:" + port);
  }

  @Test
  void a_wrong_password_is_refused_in_one_line() {
    assertThatThrownBy(() -> connect(uri("wrong", "?verifyPeer=NONE")))
        .isInstanceOf(BackplaneUnavailableException.class)
        .hasMessageContaining("Redis refuses: WRONGPASS")
        .hasMessageNotContaining("wrong@");
  }

  @Test
  void a_uri_without_tls_is_refused_in_one_line() {
    assertThatThrownBy(() -> connect("redis://fanfare:p%40ss@127.0.0.1:" + port))
        .isInstanceOf(BackplaneUnavailableException.class)
        .hasNoCause()
        .hasMessage(
            "Redis at redis://***@127.0.0.1:"
                + port
                + " speaks TLS at this port, expected rediss with a second s");
  }

  private String uri(String password, String parameters) {
    return "rediss://fanfare:" + password + "@127.0.0.1:" + port + parameters;
  }
}
