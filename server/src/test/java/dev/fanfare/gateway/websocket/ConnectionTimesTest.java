package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.TlsCertificate;
import dev.fanfare.WebSocketReader;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Slow and idle connections are cut, over real sockets; no other connection is. */
@Timeout(120)
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionTimesTest {
  private static final String GET = "GET /v1/topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n";
  private static final String ANSWER =
      "{\"topic\":\"t\",\"from\":null,\"to\":null,\"reset\":true,\"events\":[]}";

  private Instance instance;
  private Metrics metrics;

  @BeforeAll
  void start() {
    instance = Instance.start("head-timeout=2s", "keep-alive=3s");
    metrics = instance.part(Metrics.class);
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @Test
  void a_silent_connection_is_cut() {
    isSlow("");
  }

  @Test
  void a_client_that_never_ends_a_head_is_cut() {
    isSlow("GET /v1/topics/t HTTP/1.1\r\nHost: localhost\r\nX: ");
    isSlow("GET /v1/ws HTTP/1.1\r\n");
  }

  @Test
  void a_client_that_never_ends_a_body_is_cut() {
    String head =
        "HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: 1000\r\n\r\n{";
    isSlow("POST /v1/topics/t/events " + head);
    isSlow("POST /poc/submit_update_event " + head);
  }

  @Test
  void a_client_that_never_ends_its_second_request_is_cut() {
    isSlow(GET + "GET /v1");
  }

  private void isSlow(String bytes) {
    long before = metrics.value(Metric.SLOW_REQUESTS) + metrics.value(Metric.IDLE_CONNECTIONS);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(bytes.getBytes(UTF_8));
      raw.readToEnd();
    }
    assertThat(metrics.value(Metric.SLOW_REQUESTS) + metrics.value(Metric.IDLE_CONNECTIONS))
        .isEqualTo(before + 1);
  }

  @Test
  void a_connection_is_kept_while_it_is_used_and_closed_when_it_is_idle() {
    long before = metrics.value(Metric.IDLE_CONNECTIONS);
    try (RawSocket raw = RawSocket.connect(instance)) {
      for (int i = 0; i < 3; i++) {
        raw.send(GET.getBytes(UTF_8));
        assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
        raw.skip(ANSWER.length());
      }
      assertThat(raw.readToEnd()).isEmpty();
    }
    assertThat(metrics.value(Metric.IDLE_CONNECTIONS)).isEqualTo(before + 1);
  }

  /** Its calls take the short way, before Micronaut. */
  @Test
  void an_idle_publisher_is_closed() {
    long before = metrics.value(Metric.IDLE_CONNECTIONS);
    String event = "{\"kind\":\"notice\",\"data\":1}";
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(
          ("POST /v1/topics/idle/events HTTP/1.1\r\nHost: localhost\r\n"
                  + "Content-Type: application/json\r\nContent-Length: "
                  + event.length()
                  + "\r\n\r\n"
                  + event)
              .getBytes(UTF_8));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
      assertThat(raw.readToEnd()).contains("position");
    }
    assertThat(metrics.value(Metric.IDLE_CONNECTIONS)).isEqualTo(before + 1);
  }

  @Test
  void a_session_is_not_checked_any_more_however_it_began() {
    byte[] upgrade = RawSocket.upgrade("");
    try (RawSocket atOnce = RawSocket.open(instance, "");
        RawSocket used = RawSocket.connect(instance)) {
      used.send(GET.getBytes(UTF_8));
      used.readHead();
      used.skip(ANSWER.length());
      used.send(upgrade);
      assertThat(used.readHead()).startsWith("HTTP/1.1 101 ");
      isSlow("");
      isSlow("");
      for (RawSocket socket : List.of(atOnce, used)) {
        socket.send(RawSocket.ping("here"));
        assertThat(socket.next(RawSocket.PONG).text()).isEqualTo("here");
      }
    }
  }

  @Test
  void a_tls_handshake_that_never_ends_is_cut(@TempDir Path files) throws Exception {
    Map<String, Object> settings = new HashMap<>(TlsCertificate.make(files).properties());
    settings.put("fanfare.head-timeout", "500ms");
    try (Instance secure = Instance.startWith(settings);
        RawSocket raw = RawSocket.connect(secure)) {
      raw.send(new byte[] {22, 3, 1, 1, 0, 1}); // the first bytes of a ClientHello
      raw.readToEnd();
      assertThat(secure.part(Metrics.class).value(Metric.SLOW_REQUESTS)).isOne();
    }
  }

  @Test
  void a_client_that_takes_nothing_of_an_answer_is_cut() {
    try (Instance brief = Instance.start("unread=1s")) {
      String data = "x".repeat(60_000);
      for (int i = 0; i < 100; i++) {
        brief.publish(
            "large", "{\"kind\":\"state\",\"key\":\"k%d\",\"data\":\"%s\"}".formatted(i, data));
      }
      Metrics counted = brief.part(Metrics.class);
      long others = counted.value(Metric.CONNECTIONS);
      try (RawSocket raw = RawSocket.connect(brief)) {
        raw.send("GET /v1/topics/large HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
        await().until(() -> counted.value(Metric.NOT_READING) == 1);
        await().until(() -> counted.value(Metric.CONNECTIONS) <= others);
      }
    }
  }

  @Test
  void connections_of_all_kinds_are_counted_and_closed_at_once_past_the_limit() {
    try (Instance small = Instance.start("connections=16");
        var session = WebSocketReader.open(small)) {
      Metrics counted = small.part(Metrics.class);
      List<RawSocket> silent = new ArrayList<>();
      for (int i = 1; i < 32; i++) {
        silent.add(RawSocket.connect(small));
      }
      await().until(() -> counted.value(Metric.CONNECTIONS) == 32);
      assertThat(counted.value(Metric.SESSIONS)).isOne();
      try (RawSocket late = RawSocket.connect(small)) {
        assertThat(late.isClosed()).isTrue();
      }
      assertThat(counted.value(Metric.CONNECTIONS_REFUSED)).isOne();
      assertThat(session.isOpen()).isTrue();
      silent.forEach(RawSocket::close);
      await().until(() -> counted.value(Metric.CONNECTIONS) == 1);
    }
  }
}
