package dev.fanfare.gateway.request;

import static dev.fanfare.gateway.request.RequestCase.EVENT;
import static dev.fanfare.gateway.request.RequestCase.LENGTH;
import static dev.fanfare.gateway.request.RequestCase.get;
import static dev.fanfare.gateway.request.RequestCase.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.JsonObject;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A refusal is the last answer of a connection, and nothing after it is handled. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class RefusedRequestsTest {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String MORE = post(LENGTH, EVENT) + get("");

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  static List<RequestCase> refusals() {
    return RequestCase.all().stream().filter(it -> it.status() != 0).toList();
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void a_refusal_is_answered_and_ends_the_connection(RequestCase request) {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send((request.text() + MORE).getBytes(ISO_8859_1));
      isRefused(raw, request.status(), request.shows().toArray(String[]::new));
    }
    assertThat(instance.read("t").position()).isNull();
  }

  /** The connection has this answer, ends after it, and has nothing else. */
  private static JsonObject isRefused(RawSocket raw, int status, String... shows) {
    String[] answer = raw.readToEnd().split("\r\n\r\n", 2);
    assertThat(answer[0])
        .startsWith("HTTP/1.1 " + status + " ")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json")
        .containsIgnoringCase("\r\nconnection: close")
        .containsIgnoringCase("\r\nx-content-type-options: nosniff");
    JsonObject problem = JsonObject.parse(answer[1]);
    assertThat(shows).allMatch(problem.string("detail")::contains, problem.string("detail"));
    assertThat(problem.optionalInteger("status")).hasValue(status);
    return problem;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zz\r\n" + EVENT + "\r\n0\r\n\r\n",
        "1a\r\n" + EVENT + "\r\nzz\r\n\r\n",
        "1a\r\n" + EVENT + "0\r\n\r\n",
        "1a\n" + EVENT + "\r\n0\r\n\r\n",
        "-1\r\n" + EVENT + "\r\n0\r\n\r\n",
        "\r\n" + EVENT + "\r\n0\r\n\r\n",
        "ffffffffffffffff1a\r\n" + EVENT + "\r\n0\r\n\r\n",
        "1a;\n\r\n" + EVENT + "\r\n0\r\n\r\n",
        "1a;a=\"\rb\"\r\n" + EVENT + "\r\n0\r\n\r\n",
        "1a\r\n" + EVENT + "\r\n0\r\nX : y\r\n\r\n",
      })
  void a_malformed_chunk_is_refused_with_its_reason_wherever_it_is(String chunks) {
    for (String way : List.of("", "Origin: http://localhost\r\n")) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        raw.send((post(way + CHUNKED, chunks) + MORE).getBytes(ISO_8859_1));
        isRefused(raw, 400, "malformed chunk");
      }
      // In pieces, so that later handlers already have a part of the body.
      try (RawSocket raw = RawSocket.connect(instance)) {
        String head = post(way + CHUNKED, "");
        raw.send(head.getBytes(ISO_8859_1));
        for (byte[] piece : List.of(first(chunks), rest(chunks + MORE))) {
          raw.send(piece);
        }
        isRefused(raw, 400, "malformed chunk");
      }
    }
    assertThat(instance.read("t").position()).isNull();
  }

  private static byte[] first(String text) {
    return text.substring(0, text.length() / 2).getBytes(ISO_8859_1);
  }

  private static byte[] rest(String text) {
    return text.substring(text.length() / 2).getBytes(ISO_8859_1);
  }

  @Test
  void trailers_have_the_limit_of_headers() {
    String trailers = "X: " + "a".repeat(32 * 1024) + "\r\n";
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(
          post(CHUNKED, "1a\r\n" + EVENT + "\r\n0\r\n" + trailers + "\r\n").getBytes(ISO_8859_1));
      isRefused(raw, 431, "32768");
    }
    assertThat(instance.read("t").position()).isNull();
  }

  @Test
  void a_refusal_comes_after_the_answers_to_all_earlier_requests() {
    String before =
        (post(LENGTH, EVENT) + get("Origin: http://localhost\r\n")).replace("topics/t", "topics/b");
    for (String refused : List.of(get("X : y\r\n"), post(CHUNKED, "zz\r\n"))) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        raw.send((before.repeat(20) + refused + MORE).getBytes(ISO_8859_1));
        for (int i = 0; i < 20; i++) {
          assertThat(answered(raw)).startsWith("{\"position\"");
          assertThat(answered(raw)).startsWith("{\"topic\"");
        }
        isRefused(raw, 400, "malformed");
      }
    }
    assertThat(instance.read("t").position()).isNull();
  }

  private static String answered(RawSocket raw) {
    String head = raw.readHead();
    assertThat(head).startsWith("HTTP/1.1 200 ");
    String length = head.replaceAll("(?is).*\ncontent-length: ([0-9]+)\r.*", "$1");
    return new String(raw.read(Integer.parseInt(length)), ISO_8859_1);
  }

  @Test
  void a_call_that_is_answered_before_its_body_is_read_gets_one_answer() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      String head = post(CHUNKED, "").replace("application/json", "text/plain");
      raw.send(head.getBytes(ISO_8859_1));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 415 ");
      raw.send(("zz\r\n" + MORE).getBytes(ISO_8859_1));
      assertThat(raw.readToEnd()).startsWith("{").endsWith("}").doesNotContain("HTTP/1.1");
    }
    assertThat(instance.read("t").position()).isNull();
  }

  @Test
  void an_answer_is_not_lost_although_much_unread_input_follows() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send((get("X : y\r\n") + "x".repeat(4_000_000)).getBytes(ISO_8859_1));
      isRefused(raw, 400, "malformed");
    }
  }

  @Test
  void a_body_over_the_limit_is_refused_before_it_is_sent() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      String length = "Content-Length: 1048577\r\nExpect: 100-continue\r\n";
      raw.send(post(length, "").getBytes(ISO_8859_1));
      JsonObject problem = isRefused(raw, 413, "1048577", "1048576");
      assertThat(problem.string("code")).isEqualTo("too_large");
      assertThat(problem.string("instance")).isEqualTo("/v1/topics/t/events");
    }
  }

  @Test
  void a_call_in_absolute_form_is_answered_like_any_other() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      String there = "http://localhost:1/v1/topics/abs";
      raw.send((post(LENGTH, EVENT) + get("")).replace("/v1/topics/t", there).getBytes(ISO_8859_1));
      assertThat(answered(raw)).startsWith("{\"position\":\"1.");
      assertThat(answered(raw)).startsWith("{\"topic\":\"abs\"");
    }
  }

  @Test
  void a_client_may_send_very_many_calls_ahead() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      String call = get("Origin: http://localhost\r\n").replace("topics/t", "topics/ahead");
      raw.send(call.repeat(1_000).getBytes(ISO_8859_1));
      for (int i = 0; i < 1_000; i++) {
        assertThat(answered(raw)).startsWith("{\"topic\":\"ahead\"");
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/",
        "/board.css",
        "/docs",
        "/swagger/openapi.yml",
        "/health",
        "/health/liveness",
        "/prometheus",
        "/v1/topics/t",
        "/v1/ws",
        "/poc/replay_event_data/u",
        "/nothing"
      })
  void a_foreign_host_is_refused_on_every_path(String path) {
    Metrics metrics = instance.part(Metrics.class);
    long before = metrics.value(Metric.HOSTS_REFUSED);
    for (String more : List.of("", "Origin: http://evil.example\r\n")) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        String request = "GET " + path + " HTTP/1.1\r\nHost: evil.example\r\n" + more + "\r\n";
        raw.send(request.getBytes(ISO_8859_1));
        JsonObject problem = isRefused(raw, 421, "evil.example", "--allow-host");
        assertThat(problem.string("code")).isEqualTo("misdirected");
        assertThat(problem.string("instance")).isEqualTo(path);
      }
    }
    assertThat(metrics.value(Metric.HOSTS_REFUSED)).isEqualTo(before + 2);
  }

  @Test
  void a_publication_and_a_socket_of_a_foreign_host_are_refused() {
    for (String request :
        List.of(post(LENGTH, EVENT), new String(RawSocket.upgrade("?topic=t"), ISO_8859_1))) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        raw.send(request.replace("localhost", "evil.example").getBytes(ISO_8859_1));
        isRefused(raw, 421, "evil.example");
      }
    }
    assertThat(instance.read("t").position()).isNull();
  }

  @Test
  void an_allowed_host_is_served() {
    try (Instance allowing = Instance.start("allowed-hosts=fanfare.example,*.board.example")) {
      for (String host :
          List.of("fanfare.example:81", "a.board.example", "app.localhost", "10.1")) {
        try (RawSocket raw = RawSocket.connect(allowing)) {
          raw.send(get("").replace("localhost", host).getBytes(ISO_8859_1));
          assertThat(answered(raw)).startsWith("{\"topic\":\"t\"");
        }
      }
    }
  }

  @Test
  void refusals_are_counted() {
    Metrics metrics = instance.part(Metrics.class);
    long before = metrics.value(Metric.MALFORMED);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(get("X : y\r\n").getBytes(ISO_8859_1));
      isRefused(raw, 400);
    }
    assertThat(metrics.value(Metric.MALFORMED)).isEqualTo(before + 1);
  }
}
