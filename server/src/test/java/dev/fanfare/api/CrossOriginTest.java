package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.JsonObject;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of other origins: one rule for sockets and calls, and answers that a page may read. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
final class CrossOriginTest {
  private static final String EVIL = "https://evil.example";
  private static final String OWN = "http://localhost:5173";
  private static final String PREFLIGHT =
      "OPTIONS /v1/topics/t/events HTTP/1.1\r\nAccess-Control-Request-Method: POST\r\n";

  private Instance instance;

  @BeforeAll
  void start() {
    instance =
        Instance.start(
            "allowed-origins=https://board.example,https://*.team.example,http://*.dev.team.example:81",
            "allowed-hosts=*");
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @ParameterizedTest
  @CsvFileSource(resources = "/origins.csv", delimiter = '|')
  void sockets_and_calls_never_differ(String origin, String host, boolean allowed) {
    String named = "Host: " + host + "\r\nOrigin: " + origin + "\r\n\r\n";
    String upgrade = new String(RawSocket.upgrade("?topic=t", "Origin: " + origin), UTF_8);
    assertThat(head(upgrade.replace("Host: localhost", "Host: " + host)))
        .startsWith(allowed ? "HTTP/1.1 101 " : "HTTP/1.1 403 ");
    for (String path : List.of("/v1/topics/t", "/health/liveness", "/board.css")) {
      String answer = head("GET " + path + " HTTP/1.1\r\n" + named);
      assertThat(answer).startsWith(allowed ? "HTTP/1.1 200 " : "HTTP/1.1 403 ");
      if (allowed) {
        mayBeRead(answer, origin);
      }
    }
    assertThat(head(PREFLIGHT + named)).startsWith(allowed ? "HTTP/1.1 204 " : "HTTP/1.1 403 ");
  }

  @Test
  void a_refused_page_may_read_why_and_nothing_else() {
    long before = instance.part(Metrics.class).value(Metric.ORIGINS_REFUSED);
    String named = "Host: localhost\r\nOrigin: " + EVIL + "\r\n";
    for (String line : List.of("GET /v1/topics/t HTTP/1.1\r\n", PREFLIGHT)) {
      String answer = answer(line + named);
      mayBeRead(answer, EVIL);
      JsonObject problem = JsonObject.parse(answer.split("\r\n\r\n", 2)[1]);
      assertThat(problem.string("code")).isEqualTo("forbidden");
      assertThat(problem.string("detail")).contains(EVIL, "--allow-origin");
    }
    String upgrade = new String(RawSocket.upgrade("", "Origin: " + EVIL), UTF_8);
    assertThat(head(upgrade)).startsWith("HTTP/1.1 403 ");
    assertThat(instance.part(Metrics.class).value(Metric.ORIGINS_REFUSED)).isEqualTo(before + 3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"evil", "https://evil.example/", "*", ""})
  void an_illegal_origin_is_not_repeated_in_the_answer(String origin) {
    assertThat(answer(get("/v1/topics/t", origin)))
        .startsWith("HTTP/1.1 403 ")
        .contains("\"code\":\"forbidden\"")
        .doesNotContainIgnoringCase("access-control-allow-origin");
  }

  @Test
  void a_preflight_is_answered_with_what_is_allowed() {
    String answer =
        answer(
            PREFLIGHT
                + "Host: localhost\r\nOrigin: "
                + OWN
                + "\r\nAccess-Control-Request-Headers: content-type,idempotency-key\r\n"
                + "Access-Control-Request-Private-Network: true\r\n");
    mayBeRead(answer, OWN);
    assertThat(answer)
        .containsIgnoringCase("\r\naccess-control-allow-methods: POST\r\n")
        .containsIgnoringCase("\r\naccess-control-allow-headers: content-type,idempotency-key\r\n")
        .containsIgnoringCase("\r\naccess-control-allow-private-network: true\r\n")
        .containsIgnoringCase("\r\naccess-control-max-age: 1800\r\n")
        .doesNotContainIgnoringCase("access-control-allow-credentials");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/topics/t*", "/v1/nothing", "/v1/topics/t/events", "/v1/ws"})
  void a_page_may_read_why_its_call_failed(String path) {
    mayBeRead(answer(get(path, OWN)), OWN);
  }

  private static String get(String path, String origin) {
    return "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nOrigin: " + origin + "\r\n";
  }

  private static void mayBeRead(String answer, String origin) {
    assertThat(answer.toLowerCase(Locale.ROOT))
        .containsOnlyOnce(
            "\r\naccess-control-allow-origin: " + origin.toLowerCase(Locale.ROOT) + "\r\n")
        .containsOnlyOnce("\r\nvary: origin\r\n");
  }

  /** The answer to a request that is the last one of its connection. */
  private String answer(String head) {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send((head + "Connection: close\r\n\r\n").getBytes(UTF_8));
      return raw.readToEnd();
    }
  }

  private String head(String request) {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(request.getBytes(UTF_8));
      return raw.readHead();
    }
  }
}
