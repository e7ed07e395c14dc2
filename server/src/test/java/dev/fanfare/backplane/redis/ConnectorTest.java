package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.FreePort;
import dev.fanfare.NoComplaints;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.StoreLimits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Connections that end before they can be used leave nothing unreleased: Netty reports no leak. */
final class ConnectorTest {
  /**
   * In one of some dozens of rounds, the connection ended just when it left its buffer unreleased.
   */
  private static final int ROUNDS = 150;

  @RegisterExtension static final NoComplaints COMPLAINTS = new NoComplaints();

  @Test
  void an_instance_that_ends_while_it_connects_releases_the_connections_buffers() throws Exception {
    try (ServerSocket redis = listening()) {
      for (int round = 0; round < ROUNDS; round++) {
        RedisAddress address = address(redis.getLocalPort());
        Connector connector = new Connector(address, new TopicKeys(RedisSettings.PREFIX, 0));
        var connecting = connector.commands(address.hosts().getFirst());
        connector.close();
        assertThat(connecting.toCompletableFuture()).isDone();
      }
    }
  }

  @Test
  void a_redis_that_refuses_leaves_nothing_unreleased() {
    for (int round = 0; round < ROUNDS / 5; round++) {
      cannotConnect(FreePort.find());
    }
  }

  @Test
  void a_redis_that_cuts_each_connection_at_once_leaves_nothing_unreleased() throws IOException {
    AtomicInteger cut = new AtomicInteger();
    try (ServerSocket redis = listening()) {
      var _ = Thread.ofVirtual().start(() -> cutAll(redis, cut));
      for (int round = 0; round < ROUNDS / 5; round++) {
        cannotConnect(redis.getLocalPort());
      }
    }
    assertThat(cut.get()).isGreaterThanOrEqualTo(ROUNDS / 5);
  }

  private static void cannotConnect(int port) {
    var settings =
        new RedisSettings(
            "redis://127.0.0.1:" + port,
            Duration.ZERO,
            0,
            Duration.ofSeconds(1),
            RedisSettings.PREFIX);
    assertThatThrownBy(() ->
            RedisBackplane.connect(
                settings, StoreLimits.DEFAULT, new OperationIds(new SecureRandom())))
        .isInstanceOf(BackplaneUnavailableException.class);
  }

  private static void cutAll(ServerSocket redis, AtomicInteger cut) {
    try {
      while (true) {
        try (Socket accepted = redis.accept()) {
          accepted.setSoLinger(true, 0);
          cut.incrementAndGet();
        }
      }
    } catch (IOException e) {
      // the test is over
    }
  }

  private static ServerSocket listening() throws IOException {
    return new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
  }

  private static RedisAddress address(int port) {
    return new RedisAddress("redis://127.0.0.1:" + port);
  }
}
