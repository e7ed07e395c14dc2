package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.RedisServer;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The answer to HEAD is that to GET without the body. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class HeadTest {
  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
    String data = "x".repeat(60_000);
    for (int i = 0; i < 3; i++) {
      instance.publish(
          "t", "{\"kind\":\"state\",\"key\":\"k%d\",\"data\":\"%s\"}".formatted(i, data));
    }
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/main.js",
        "/docs",
        "/swagger-ui/res/swagger-ui-bundle.js",
        "/swagger/openapi.yml",
        "/v1/topics/t",
        "/v1/topics/none",
        "/v1/topics/t?from=nonsense",
        "/v1/topics/t/events",
        "/poc/replay_event_data/nobody",
        "/health/readiness",
        "/v1/ws",
        "/nothing",
      })
  void the_answer_to_head_has_the_status_and_the_headers_of_get(String path) {
    assertThat(headers("HEAD", path, instance)).isEqualTo(headers("GET", path, instance));
  }

  @Test
  void the_answers_for_metrics_differ_only_in_their_length() {
    assertThat(withoutLength(headers("HEAD", "/prometheus", instance)))
        .isEqualTo(withoutLength(headers("GET", "/prometheus", instance)))
        .contains("HTTP/1.1 200 OK");
  }

  private static List<String> withoutLength(List<String> head) {
    assertThat(head).anyMatch(line -> line.startsWith("content-length: "));
    return head.stream().filter(line -> !line.startsWith("content-length")).toList();
  }

  @Test
  void the_next_answer_comes_right_after_the_head() {
    try (RawSocket socket = RawSocket.connect(instance)) {
      String call = " /v1/topics/t HTTP/1.1\r\nhost: localhost\r\n\r\n";
      socket.send(("HEAD" + call + "HEAD" + call + "GET" + call).getBytes(US_ASCII));
      String head = socket.readHead();
      assertThat(socket.readHead().lines().skip(2)).containsAll(head.lines().skip(2).toList());
      assertThat(socket.readHead()).startsWith("HTTP/1.1 200 OK");
      assertThat(new String(socket.read(12), US_ASCII)).isEqualTo("{\"topic\":\"t\"");
    }
  }

  @Test
  void an_upgrade_by_head_is_refused() {
    try (RawSocket socket = RawSocket.connect(instance)) {
      String upgrade = new String(RawSocket.upgrade("?topic=t"), US_ASCII);
      socket.send(upgrade.replaceFirst("GET", "HEAD").getBytes(US_ASCII));
      assertThat(socket.readHead()).startsWith("HTTP/1.1 426 ");
    }
  }

  @Test
  void readiness_that_is_down_is_503_for_head_as_well() {
    try (RedisServer redis = RedisServer.start();
        Instance cut = Instance.startWith(Map.of("fanfare.redis.uri", redis.uri()))) {
      assertThat(headers("HEAD", "/health/readiness", cut))
          .anyMatch(line -> line.startsWith("HTTP/1.1 200 "));
      redis.kill();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> cut.get("/health/readiness").status() == 503);
      assertThat(headers("HEAD", "/health/readiness", cut))
          .isEqualTo(headers("GET", "/health/readiness", cut))
          .anyMatch(line -> line.startsWith("HTTP/1.1 503 "));
    }
  }

  /**
   * The status and headers without the date. The connection ends after the head, so the answer is
   * complete.
   */
  private static List<String> headers(String method, String path, Instance at) {
    try (RawSocket socket = RawSocket.connect(at)) {
      socket.send(
          "%s %s HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n"
              .formatted(method, path)
              .getBytes(US_ASCII));
      String head = socket.readHead();
      String body = socket.readToEnd();
      assertThat(body.isEmpty()).as(method).isEqualTo(method.equals("HEAD"));
      return head.lines()
          .filter(line -> !line.toLowerCase(Locale.ROOT).startsWith("date:"))
          .sorted()
          .toList();
    }
  }
}
