package dev.fanfare.gateway.http;

import static dev.fanfare.gateway.http.Http.EVENT;
import static dev.fanfare.gateway.http.Http.OF_A_PAGE;
import static dev.fanfare.gateway.http.Http.answer;
import static dev.fanfare.gateway.http.Http.bytes;
import static dev.fanfare.gateway.http.Http.fill;
import static dev.fanfare.gateway.http.Http.get;
import static dev.fanfare.gateway.http.Http.length;
import static dev.fanfare.gateway.http.Http.post;
import static dev.fanfare.gateway.http.Http.repeated;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import io.netty.buffer.PooledByteBufAllocator;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send requests and do not read the answers. */
@ExtendWith(NoComplaints.class)
@Timeout(120)
final class UnreadAnswersTest {
  /** More than the kernel keeps for both ends of a connection. */
  private static final long KERNEL_BYTES = 16L << 20;

  @ParameterizedTest
  @ValueSource(strings = {"", OF_A_PAGE})
  void nothing_is_read_from_a_client_that_does_not_read(String headers) throws IOException {
    try (Instance instance = Instance.start();
        Sender sender = new Sender(instance, post("t", headers, EVENT))) {
      await().during(Duration.ofSeconds(1)).atMost(Duration.ofSeconds(90)).until(sender::isStuck);
      assertThat(sender.sent).isLessThan(KERNEL_BYTES);
      assertThat(instance.part(HeldMemory.class).bytes()).isLessThan(1 << 20);
      instance.publish("other", EVENT);
    }
  }

  @Test
  void large_answers_go_out_in_parts_one_after_another() {
    int calls = 60;
    try (Instance instance = Instance.start();
        RawSocket socket = RawSocket.connect(instance)) {
      fill(instance, "big", 17);
      long before = directBytes();
      socket.send(repeated(get("/v1/topics/big"), calls));
      int length = length(socket.readHead());
      assertThat(length).isGreaterThan(1_000_000);
      for (int i = 0; i < 10; i++) {
        assertThat(instance.get("/health/liveness").status()).isEqualTo(200);
      }
      assertThat(directBytes() - before).isLessThan(20 << 20);
      assertThat(instance.part(AnswersUnderWay.class).bytes()).isEqualTo(length);
      socket.skip(length);
      for (int i = 1; i < calls; i++) {
        assertThat(length(socket.readHead())).isEqualTo(length);
        socket.skip(length);
      }
      await().until(() -> instance.part(AnswersUnderWay.class).bytes() == 0);
    }
  }

  private static long directBytes() {
    return PooledByteBufAllocator.DEFAULT.metric().usedDirectMemory();
  }

  @Test
  void answers_being_sent_have_a_limit_and_readers_of_one_version_share_theirs() {
    try (Instance instance = Instance.start("answer-bytes=1500000")) {
      fill(instance, "a", 17);
      fill(instance, "b", 17);
      try (RawSocket first = RawSocket.connect(instance);
          RawSocket second = RawSocket.connect(instance)) {
        first.send(get("/v1/topics/a"));
        second.send(get("/v1/topics/a"));
        assertThat(length(first.readHead())).isEqualTo(length(second.readHead()));
        Answer refused = instance.get("/v1/topics/b");
        refused.isProblem(503, "unavailable", "/v1/topics/b", "1500000");
        assertThat(instance.part(Metrics.class).value(Metric.OVERLOADED)).isEqualTo(1);
        try (RawSocket page = RawSocket.connect(instance)) {
          page.send(
              bytes(
                  "GET /v1/topics/b HTTP/1.1\r\nhost: localhost\r\norigin: http://localhost:3000\r\n\r\n"));
          assertThat(page.readHead())
              .startsWith("HTTP/1.1 503 ")
              .containsIgnoringCase("access-control-allow-origin: http://localhost:3000");
        }
        assertThat(instance.get("/v1/topics/a").status()).isEqualTo(200);
      }
      await().until(() -> instance.get("/v1/topics/b").status() == 200);
    }
  }

  @Test
  void all_incomplete_requests_together_have_a_limit() {
    try (Instance instance = Instance.start("connection-bytes=200000")) {
      List<RawSocket> open = new ArrayList<>();
      String half =
          "POST /v1/topics/t/events HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\ncontent-length: 100000\r\n\r\n"
              + "x".repeat(60_000);
      Metrics metrics = instance.part(Metrics.class);
      for (int i = 0; i < 6; i++) {
        RawSocket socket = RawSocket.connect(instance);
        socket.send(bytes(half));
        open.add(socket);
      }
      await().until(() -> metrics.value(Metric.OVERLOADED) >= 2);
      instance.publish("small", EVENT);
      open.forEach(RawSocket::close);
      await().until(() -> instance.part(HeldMemory.class).bytes() == 0);
      String large = "{\"kind\":\"notice\",\"data\":\"" + "x".repeat(60_000) + "\"}";
      instance.publish("t", large);
    }
  }

  @Test
  void a_client_that_asks_for_a_large_answer_and_leaves_leaves_nothing_behind() {
    try (Instance instance = Instance.start()) {
      fill(instance, "big", 17);
      for (int i = 0; i < 20; i++) {
        try (RawSocket socket = RawSocket.connect(instance)) {
          socket.send(repeated(get("/v1/topics/big"), 3));
          socket.readHead();
        }
      }
      await().until(() -> instance.part(AnswersUnderWay.class).bytes() == 0);
      await().until(() -> instance.part(HeldMemory.class).bytes() == 0);
    }
  }

  @Test
  void an_answer_that_closes_the_connection_is_complete() {
    try (Instance instance = Instance.start();
        RawSocket socket = RawSocket.connect(instance)) {
      fill(instance, "big", 17);
      socket.send(
          bytes("GET /v1/topics/big HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"));
      int length = length(socket.readHead());
      assertThat(socket.readToEnd()).hasSize(length);
    }
  }

  @Test
  void http_2_is_not_spoken_by_upgrade_or_by_prior_knowledge() {
    try (Instance instance = Instance.start();
        RawSocket upgrading = RawSocket.connect(instance);
        RawSocket knowing = RawSocket.connect(instance)) {
      upgrading.send(
          bytes(
              "GET /v1/topics/t HTTP/1.1\r\nhost: localhost\r\nconnection: Upgrade, HTTP2-Settings\r\nupgrade: h2c\r\nhttp2-settings: AAEAAEAA\r\n\r\n"));
      assertThat(answer(upgrading, 200)).contains("\"topic\":\"t\"");
      knowing.send(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
      assertThat(knowing.readHead()).startsWith("HTTP/1.1 505 ");
    }
  }

  @Test
  void http_2_cannot_be_turned_on() {
    assertThatThrownBy(() -> Instance.startWith(Map.of("micronaut.server.http-version", "2.0")))
        .hasStackTraceContaining("micronaut.server.http-version \"2.0\": expected 1.1");
  }

  /** Sends one request again and again, as far as the socket takes it. */
  private static final class Sender implements AutoCloseable {
    private final SocketChannel channel;
    private final ByteBuffer requests;
    long sent;

    Sender(Instance instance, byte[] request) throws IOException {
      channel = SocketChannel.open();
      channel.setOption(StandardSocketOptions.SO_RCVBUF, 4096);
      channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), instance.port()));
      channel.configureBlocking(false);
      requests = ByteBuffer.wrap(repeated(request, 1_000));
    }

    /** Whether the socket takes no more bytes. */
    boolean isStuck() throws IOException {
      long before = sent;
      int written = 1;
      while (written > 0 && sent < 2 * KERNEL_BYTES) {
        if (!requests.hasRemaining()) {
          requests.rewind();
        }
        written = channel.write(requests);
        sent += written;
      }
      return sent == before;
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }
}
