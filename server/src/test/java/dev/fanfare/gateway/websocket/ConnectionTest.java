package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.WebSocketReader;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.JsonObject;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything below the messages: the upgrade, control frames, silence, floods, the end. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ConnectionTest {
  private static final String PATH = "/v1/ws";
  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final String UNSUBSCRIBE =
      "{\"type\":\"unsubscribe\",\"id\":\"1\",\"topic\":\"t\"}";

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @Test
  void the_subprotocol_is_granted_if_a_client_asks_for_it() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(RawSocket.upgrade("", "Sec-WebSocket-Protocol: other, fanfare.v1"));
      assertThat(raw.readHead())
          .startsWith("HTTP/1.1 101 ")
          .containsIgnoringCase("sec-websocket-protocol: fanfare.v1\r\n");
    }
  }

  @Test
  void bytes_right_after_the_upgrade_are_not_lost() {
    byte[] upgrade = RawSocket.upgrade("");
    byte[] message = RawSocket.text(UNSUBSCRIBE);
    byte[] both = new byte[upgrade.length + message.length];
    System.arraycopy(upgrade, 0, both, 0, upgrade.length);
    System.arraycopy(message, 0, both, upgrade.length, message.length);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(both);
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("ok").string("id")).isEqualTo("1");
    }
  }

  @Test
  void an_upgrade_that_comes_in_pieces_is_taken() {
    byte[] upgrade = RawSocket.upgrade("?topic=t");
    for (int cut : new int[] {1, 10, 11, upgrade.length - 1}) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        raw.send(Arrays.copyOf(upgrade, cut));
        raw.send(Arrays.copyOfRange(upgrade, cut, upgrade.length));
        assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(raw.next("delta").string("topic")).isEqualTo("t");
      }
    }
  }

  @Test
  void bytes_right_after_an_upgrade_in_pieces_are_not_lost() {
    byte[] upgrade = RawSocket.upgrade("");
    byte[] message = RawSocket.text(UNSUBSCRIBE);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(Arrays.copyOf(upgrade, 11));
      byte[] rest = Arrays.copyOfRange(upgrade, 11, upgrade.length + message.length);
      System.arraycopy(message, 0, rest, upgrade.length - 11, message.length);
      raw.send(rest);
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("ok").string("id")).isEqualTo("1");
    }
  }

  @Test
  void an_upgrade_works_on_a_connection_that_was_used_for_http() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send("GET /v1/topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(UTF_8));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 200 ");
      raw.skip("{\"topic\":\"t\",\"from\":null,\"to\":null,\"reset\":true,\"events\":[]}".length());
      raw.send(RawSocket.upgrade("?topic=t"));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("delta").string("topic")).isEqualTo("t");
    }
  }

  @Test
  void an_upgrade_with_a_bad_topic_is_a_problem() {
    refused("?topic=a%20b").isProblem(400, "bad_message", PATH, "topic", "a b");
    refused("?topic=ok&topic=").isProblem(400, "bad_message", PATH, "topic", "\"\"");
    refused("?topic=%zz").isProblem(400, "bad_message", PATH, "%zz");
    refused("?topic=%ff").isProblem(400, "bad_message", PATH, "topic");
    String many =
        IntStream.rangeClosed(0, 128).mapToObj(i -> "topic=t" + i).collect(Collectors.joining("&"));
    refused("?" + many).isProblem(400, "too_many_topics", PATH, "129", "128");
  }

  @Test
  void an_upgrade_from_a_foreign_page_is_a_problem() {
    refused("", "Origin: https://evil.example").isProblem(403, "forbidden", PATH, "evil.example");
    refused("", "Origin: null").isProblem(403, "forbidden", PATH, "null");
  }

  @Test
  void an_upgrade_from_an_own_page_is_taken() {
    for (String origin : List.of("http://localhost", "http://localhost:5173")) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        raw.send(RawSocket.upgrade("", "Origin: " + origin));
        assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      }
    }
  }

  @Test
  void an_upgrade_that_is_no_websocket_handshake_is_a_problem() {
    String request = new String(RawSocket.upgrade(""), UTF_8);
    refusedRequest(request.replace("Sec-WebSocket-Key", "X-Key"))
        .isProblem(400, "bad_message", PATH, "Sec-WebSocket-Key");
    for (String key :
        List.of("", "abc", KEY + "=", KEY.replace("==", "Q="), KEY.replace('d', '-'))) {
      refusedRequest(request.replace(KEY, key))
          .isProblem(400, "bad_message", PATH, "Sec-WebSocket-Key", key, "16 bytes");
    }
    refused("", "Sec-WebSocket-Key: " + KEY)
        .isProblem(400, "bad_message", PATH, "sec-websocket-key", "more than once");
    refused("", "Sec-WebSocket-Version: 13")
        .isProblem(400, "bad_message", PATH, "sec-websocket-version", "more than once");
    refusedRequest(request.replace("HTTP/1.1", "HTTP/1.0"))
        .isProblem(400, "bad_message", PATH, "HTTP/1.0", "HTTP/1.1");
  }

  @Test
  void an_upgrade_to_another_version_is_answered_with_the_right_version() {
    for (String version : List.of("12", "", "13, 8")) {
      String request = new String(RawSocket.upgrade(""), UTF_8);
      String answer = answer(request.replace("Version: 13", "Version: " + version));
      assertThat(answer)
          .startsWith("HTTP/1.1 426 ")
          .containsIgnoringCase("\r\nsec-websocket-version: 13\r\n")
          .contains("Sec-WebSocket-Version", version, "expected 13");
    }
  }

  @Test
  void an_upgrade_that_announces_a_body_is_refused_before_the_body_comes() {
    for (String body : List.of("Content-Length: 5", "Transfer-Encoding: chunked")) {
      refused("", body).isProblem(400, "bad_message", PATH, "body");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"h2c, websocket", "WebSocket", "h2c,WEBSOCKET , foo"})
  void an_upgrade_may_offer_other_protocols_too(String upgrade) {
    String request = new String(RawSocket.upgrade("?topic=t"), UTF_8);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(request.replace("Upgrade: websocket", "Upgrade: " + upgrade).getBytes(UTF_8));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("delta").string("topic")).isEqualTo("t");
    }
  }

  @Test
  void an_upgrade_may_have_an_absolute_target() {
    String request = new String(RawSocket.upgrade("?topic=t"), UTF_8);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(request.replace("GET /", "GET http://LOCALHOST:81/").getBytes(UTF_8));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("delta").string("topic")).isEqualTo("t");
    }
    refusedRequest(request.replace("GET /", "GET http://evil.example/"))
        .isProblem(421, "misdirected", PATH, "evil.example");
  }

  @Test
  void an_upgrade_with_a_head_of_32_KiB_is_taken_and_a_longer_one_is_refused() {
    String cookie = "Cookie: " + "c".repeat(8 * 1024);
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(RawSocket.upgrade("?topic=t", cookie, cookie, cookie));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("delta").string("topic")).isEqualTo("t");
    }
    refused("", cookie, cookie, cookie, cookie, cookie)
        .isProblem(431, "too_large", PATH, "headers", "32768");
    refused("?x=" + "a".repeat(32 * 1024))
        .isProblem(414, "too_large", "/", "request line", "32768");
  }

  @Test
  void an_upgrade_subscribes_to_as_many_topics_as_a_connection_may_have() {
    String topics =
        IntStream.range(0, 128)
            .mapToObj(i -> "topic=board%3A123e4567-e89b-12d3-a456-426614174" + (100 + i))
            .collect(Collectors.joining("&"));
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(RawSocket.upgrade("?" + topics));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      Set<String> told = new HashSet<>();
      for (int i = 0; i < 128; i++) {
        told.add(raw.next("delta").string("topic"));
      }
      assertThat(told).hasSize(128).allMatch(it -> it.startsWith("board:123e4567-"));
    }
  }

  @Test
  void the_topics_of_a_query_with_very_many_parameters_are_read() {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(RawSocket.upgrade("?" + "Aa&BB=1&".repeat(4_000) + "topic=t"));
      assertThat(raw.readHead()).startsWith("HTTP/1.1 101 ");
      assertThat(raw.next("delta").string("topic")).isEqualTo("t");
    }
  }

  @Test
  void an_upgrade_past_the_limit_of_sockets_gets_503_and_retry_after() {
    try (Instance small = Instance.start("connections=1");
        var first = WebSocketReader.open(small)) {
      try (RawSocket raw = RawSocket.connect(small)) {
        raw.send(RawSocket.upgrade(""));
        String answer = raw.readToEnd();
        assertThat(answer)
            .startsWith("HTTP/1.1 503 ")
            .containsIgnoringCase("\r\nretry-after: 1\r\n")
            .contains("\"code\":\"unavailable\"");
      }
      assertThat(first.isOpen()).isTrue();
    }
  }

  private Answer refused(String query, String... headers) {
    return refusedRequest(new String(RawSocket.upgrade(query, headers), UTF_8));
  }

  private Answer refusedRequest(String request) {
    String[] answer = answer(request).split("\r\n\r\n", 2);
    String type = answer[0].replaceAll("(?is).*\ncontent-type: ([^\r]*).*", "$1");
    return new Answer(Integer.parseInt(answer[0].substring(9, 12)), type, answer[1]);
  }

  private String answer(String request) {
    try (RawSocket raw = RawSocket.connect(instance)) {
      raw.send(request.getBytes(UTF_8));
      return raw.readToEnd();
    }
  }

  @Test
  void a_ping_is_answered_with_a_pong_that_has_its_payload() {
    try (RawSocket raw = RawSocket.open(instance, "")) {
      raw.send(RawSocket.ping("abc"));
      assertThat(raw.next(RawSocket.PONG).text()).isEqualTo("abc");
    }
  }

  @Test
  void a_close_is_answered_with_a_close() {
    try (RawSocket raw = RawSocket.open(instance, "?topic=t")) {
      raw.send(RawSocket.close(1000));
      assertThat(raw.next(RawSocket.CLOSE).closeCode()).isEqualTo(1000);
      assertThat(raw.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_frame_that_breaks_the_websocket_protocol_ends_the_socket() {
    try (RawSocket raw = RawSocket.open(instance, "")) {
      raw.send(new byte[] {(byte) 0x81, 1, 'x'}); // not masked
      assertThat(raw.next(RawSocket.CLOSE).closeCode()).isEqualTo(1002);
    }
  }

  @Test
  void a_message_of_exactly_128_KiB_is_read() {
    String head = "{\"type\":\"pong\",\"x\":\"";
    String filled = head + "x".repeat(128 * 1024 - head.length() - 2) + "\"}";
    try (var reader = WebSocketReader.open(instance)) {
      reader.send(filled);
      assertThat(reader.ask(UNSUBSCRIBE).string("type")).isEqualTo("ok");
    }
  }

  @Test
  void a_message_over_128_KiB_ends_the_socket_for_good() {
    try (RawSocket raw = RawSocket.open(instance, "?topic=t")) {
      raw.send(RawSocket.text("x".repeat(256 * 1024)));
      JsonObject goodbye = raw.next("goodbye");
      assertThat(goodbye.optionalInteger("code")).hasValue(4500);
      assertThat(goodbye.string("reason")).isEqualTo("message_too_large");
      assertThat(goodbye.required("retryAfterMs").isNull()).isTrue();
      assertThat(raw.next(RawSocket.CLOSE).closeCode()).isEqualTo(4500);
    }
  }

  @Test
  void fragments_that_are_over_128_KiB_together_end_the_socket_for_good() {
    try (var reader = WebSocketReader.open(instance)) {
      reader.send("x".repeat(100 * 1024), "x".repeat(100 * 1024));
      assertThat(reader.next("goodbye").optionalInteger("code")).hasValue(4500);
      assertThat(reader.closeCode()).isEqualTo(4500);
    }
  }

  @Test
  void a_client_that_sends_too_fast_gets_an_error_and_is_cut_if_it_goes_on() {
    try (Instance strict = Instance.start("messages-per-second=1", "message-burst=5");
        var reader = WebSocketReader.open(strict)) {
      for (int i = 0; i < 5; i++) {
        assertThat(reader.ask(UNSUBSCRIBE).string("type")).isEqualTo("ok");
      }
      JsonObject error = reader.ask(UNSUBSCRIBE);
      assertThat(error.string("code")).isEqualTo("rate_limited");
      assertThat(error.required("retryable").json()).isEqualTo("true");
      assertThat(error.string("message")).contains("1 frames a second");
      for (int i = 0; i < 10 && reader.isOpen(); i++) {
        reader.send(UNSUBSCRIBE);
      }
      JsonObject last = reader.next();
      while (!last.string("type").equals("goodbye")) {
        last = reader.next();
      }
      assertThat(last.optionalInteger("code")).hasValue(4002);
      assertThat(last.optionalInteger("retryAfterMs")).hasValue(5_000);
      assertThat(reader.closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void the_welcome_tells_the_rate_limit() {
    try (Instance strict = Instance.start("messages-per-second=7", "message-burst=9");
        var reader = WebSocketReader.connect(strict.socket())) {
      JsonObject welcome = reader.next("welcome");
      assertThat(welcome.optionalInteger("messagesPerSecond")).hasValue(7);
      assertThat(welcome.optionalInteger("messageBurst")).hasValue(9);
    }
  }

  @Test
  void a_message_that_is_refused_for_its_rate_gets_its_id_back_also_in_fragments() {
    try (Instance strict = Instance.start("messages-per-second=1", "message-burst=20");
        var reader = WebSocketReader.open(strict)) {
      for (int i = 0; i < 26; i++) {
        reader.send("{\"type\":\"unsubscribe\",\"id\":\"whole " + i + "\",\"topic\":\"t\"}");
      }
      for (int i = 0; i < 4; i++) {
        reader.send("{\"type\":\"unsubscribe\",", "\"id\":\"parts " + i + "\",\"topic\":\"t\"}");
      }
      List<JsonObject> answers = Stream.generate(reader::next).limit(30).toList();
      assertThat(answers.stream().map(it -> it.string("id"))).doesNotHaveDuplicates();
      assertThat(answers.stream().filter(it -> it.string("type").equals("error")))
          .allMatch(it -> it.string("code").equals("rate_limited"))
          .extracting(it -> it.string("id").substring(0, 5))
          .contains("whole", "parts");
    }
  }

  @Test
  void a_client_that_only_listens_is_pinged_and_stays() {
    try (Instance brisk = Instance.start("heartbeat=1s");
        var reader = WebSocketReader.connect(brisk.socket())) {
      assertThat(reader.next("welcome").optionalInteger("heartbeatMs")).hasValue(1_000);
      for (int i = 0; i < 4; i++) {
        reader.next("ping");
      }
      assertThat(reader.isOpen()).isTrue();
    }
  }

  @Test
  void a_client_that_is_silent_for_three_heartbeats_is_cut() {
    try (Instance brisk = Instance.start("heartbeat=1s");
        RawSocket silent = RawSocket.open(brisk, "?topic=t")) {
      for (int i = 0; i < 3; i++) {
        assertThat(silent.next(RawSocket.PING).text()).isEmpty();
      }
      JsonObject goodbye = silent.next("goodbye");
      assertThat(goodbye.optionalInteger("code")).hasValue(4001);
      assertThat(goodbye.string("reason")).isEqualTo("heartbeat_lost");
      assertThat(goodbye.optionalInteger("retryAfterMs")).hasValue(0);
      assertThat(silent.next(RawSocket.CLOSE).closeCode()).isEqualTo(4001);
      silent.send(RawSocket.close(4001));
      assertThat(silent.readToEnd()).isEmpty();
      Metrics metrics = brisk.part(Metrics.class);
      await().until(() -> metrics.value(Metric.SESSIONS) == 0);
      assertThat(metrics.value(Metric.SUBSCRIPTIONS)).isZero();
    }
  }

  @Test
  void clients_receive_a_goodbye_when_the_instance_shuts_down() {
    Instance ending = Instance.start();
    try (var one = WebSocketReader.open(ending, "t");
        var two = WebSocketReader.open(ending)) {
      one.next("delta");
      ending.close();
      for (WebSocketReader reader : List.of(one, two)) {
        JsonObject goodbye = reader.next("goodbye");
        assertThat(goodbye.optionalInteger("code")).hasValue(4000);
        assertThat(goodbye.string("reason")).isEqualTo("going_away");
        assertThat(goodbye.optionalInteger("retryAfterMs")).hasValue(0);
        assertThat(reader.closeCode()).isEqualTo(4000);
      }
    }
  }
}
