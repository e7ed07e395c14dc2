package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.api.Refused.Call;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every bad call is refused with a problem that shows the bad value, and nothing is stored. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalTest {
  private static final String LONG = "x".repeat(201);
  private static final String NOTICE = "{\"kind\":\"notice\",\"data\":1}";
  private static final Call PUBLISH = Call.post("/v1/topics/t/events", NOTICE);
  private static final Call SUBMIT =
      Call.post("/poc/submit_update_event", "{\"username\":\"u\",\"cardId\":\"c\",\"data\":1}");

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start();
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  static List<Refused> cards() {
    return new Refused.Table()
        .card("{", "malformed JSON", "{")
        .card("hello", "malformed JSON", "hello")
        .card("username=ann&cardId=1", "malformed JSON")
        .card("", "empty")
        .card(" ", "empty")
        .card("null", "null", "object")
        .card("[]", "[]", "object")
        .card("\"text\"", "\"text\"", "object")
        .card("{} {}", "more after")
        .card("{\"cardId\":\"c\",\"data\":1}", "username", "missing")
        .card("{\"username\":\"u\",\"data\":1}", "cardId", "missing")
        .card("{\"username\":\"u\",\"cardId\":\"c\"}", "data", "missing")
        .card("{\"username\":\"\",\"cardId\":\"c\",\"data\":1}", "username", "\"\"", "blank")
        .card("{\"username\":\" \\t\",\"cardId\":\"c\",\"data\":1}", "username", "blank")
        .card("{\"username\":\"" + LONG + "\",\"cardId\":\"c\",\"data\":1}", "username", "200")
        .card("{\"username\":7,\"cardId\":\"c\",\"data\":1}", "username", "7", "string")
        .card("{\"username\":null,\"cardId\":\"c\",\"data\":1}", "username", "null", "string")
        .card("{\"username\":{},\"cardId\":\"c\",\"data\":1}", "username", "{}", "string")
        .card("{\"username\":\"a\\nb\",\"cardId\":\"c\",\"data\":1}", "username", "\\u000a")
        .card("{\"username\":\"u\",\"cardId\":\"\",\"data\":1}", "cardId", "blank")
        .card("{\"username\":\"u\",\"cardId\":\"" + LONG + "\",\"data\":1}", "cardId", "200")
        .card("{\"username\":\"u\",\"cardId\":[1],\"data\":1}", "cardId", "[1]", "string")
        .card("{\"username\":\"u\",\"cardId\":\"\\u0000\",\"data\":1}", "cardId", "\\u0000")
        .card("{\"userName\":\"u\",\"cardId\":\"c\",\"data\":1}", "userName", "\"username\"?")
        .card("{\"username\":\"u\",\"cardid\":\"c\",\"data\":1}", "cardid", "\"cardId\"?")
        .card(
            "{\"username\":\"u\",\"cardId\":\"c\",\"data\":1,\"ttlMs\":5}",
            "\"ttlMs\" is unknown",
            "only username, cardId, data")
        .card("{\"username\":\"u\",\"username\":\"v\",\"cardId\":\"c\",\"data\":1}", "twice")
        .card("{\"username\":\"\\ud83c\",\"cardId\":\"c\",\"data\":1}", "\\ud83c", "Unicode")
        .card("{\"username\":\"u\",\"cardId\":\"c\",\"data\":\"\\udfba\"}", "\\udfba", "Unicode")
        .rows();
  }

  static List<Refused> events() {
    return new Refused.Table()
        .event("", "empty")
        .event("{", "malformed JSON")
        .event("7", "7", "object")
        .event("{\"kind\":\"notice\",\"data\":\"\\ud83c\"}", "\\ud83c", "Unicode")
        .event("{\"key\":\"k\",\"data\":1}", "kind", "missing")
        .event("{\"kind\":\"update\",\"key\":\"k\",\"data\":1}", "update", "\"notice\"")
        .event("{\"kind\":1,\"key\":\"k\",\"data\":1}", "kind", "1", "string")
        .event("{\"kind\":\"state\",\"data\":1}", "key", "missing")
        .event("{\"kind\":\"gone\"}", "key", "missing")
        .event("{\"kind\":\"state\",\"key\":\" \",\"data\":1}", "key", "blank")
        .event("{\"kind\":\"state\",\"key\":\"" + LONG + "\",\"data\":1}", "key", "200")
        .event("{\"kind\":\"state\",\"key\":9,\"data\":1}", "key", "9", "string")
        .event("{\"kind\":\"state\",\"key\":\"k\\u0085\",\"data\":1}", "key", "\\u0085")
        .event("{\"kind\":\"state\",\"key\":\"k\"}", "data", "missing")
        .event("{\"kind\":\"notice\",\"key\":\"k\"}", "data", "missing")
        .event("{\"kind\":\"notice\",\"user\":\"\",\"data\":1}", "user", "blank")
        .event("{\"kind\":\"notice\",\"user\":\"" + LONG + "\",\"data\":1}", "user", "200")
        .event("{\"kind\":\"notice\",\"user\":[],\"data\":1}", "user", "[]", "string")
        .event(state("-1"), "ttlMs", "-1", "1 to 86400000")
        .event(state("0"), "ttlMs", "0", "1 to 86400000")
        .event(state("86400001"), "ttlMs", "86400001", "1 to 86400000")
        .event(state("99999999999999999999"), "ttlMs", "99999999999999999999", "integer")
        .event(state("1.5"), "ttlMs", "1.5", "integer")
        .event(state("1e3"), "ttlMs", "1e3", "integer")
        .event(state("\"5000\""), "ttlMs", "5000", "integer")
        .event(state("true"), "ttlMs", "true", "integer")
        .event("{\"kind\":\"gone\",\"key\":\"k\",\"ttlMs\":5}", "ttlMs", "\"state\"")
        .event("{\"kind\":\"gone\",\"key\":\"k\",\"data\":5}", "data", "\"state\"", "\"notice\"")
        .event(unknown("ttl"), "field \"ttl\" is unknown: did you mean \"ttlMs\"?")
        .event(unknown("ttlms"), "\"ttlMs\"?")
        .event(unknown("TTLMS"), "\"ttlMs\"?")
        .event(unknown("usr"), "\"user\"?")
        .event(unknown("username"), "\"user\"?")
        .event(unknown("id"), "\"id\"", "only kind, user, key, data, ttlMs")
        .event(unknown(""), "field \"\" is unknown")
        .event("[]", "0", "1 to 1000")
        .event("[" + NOTICE + "," + unknown("ttl") + "]", "event [1]: field \"ttl\"", "\"ttlMs\"?")
        .event("[" + NOTICE + ",{\"kind\":\"state\",\"data\":1}]", "event [1]:", "key", "missing")
        .event("[" + NOTICE + "," + NOTICE + ",1]", "event [2]: 1", "object")
        .event("[" + NOTICE + "," + NOTICE, "malformed JSON")
        .rows();
  }

  private static String unknown(String field) {
    return "{\"kind\":\"state\",\"key\":\"k\",\"data\":1,\"" + field + "\":5000}";
  }

  private static String state(String ttl) {
    return "{\"kind\":\"state\",\"key\":\"k\",\"data\":1,\"ttlMs\":" + ttl + "}";
  }

  static List<Refused> sizes() {
    String data = "\"" + "x".repeat(64 * 1024 - 1) + "\"";
    String wide = "\"" + "é".repeat(32 * 1024) + "\"";
    String events = ("," + NOTICE).repeat(1_001).substring(1);
    return new Refused.Table()
        .row(post("{\"kind\":\"notice\",\"data\":" + data + "}"), 413, "too_large", "65536")
        .row(post("{\"kind\":\"notice\",\"data\":" + wide + "}"), 413, "too_large", "65536")
        .row(
            card("{\"username\":\"u\",\"cardId\":\"c\",\"data\":" + data + "}"),
            413,
            "too_large",
            "65536")
        .row(post("[" + events + "]"), 413, "too_large", "1001", "1000")
        .row(post(" ".repeat(1024 * 1024 + 1)), 413, "too_large", "1048576")
        .row(card(" ".repeat(2 * 1024 * 1024)), 413, "too_large", "1048576")
        .rows();
  }

  private static Call post(String body) {
    return Call.post("/v1/topics/t/events", body);
  }

  private static Call card(String body) {
    return Call.post("/poc/submit_update_event", body);
  }

  static List<Refused> calls() {
    return new Refused.Table()
        .row(SUBMIT.with("Content-Type", "text/plain"), 415, "not_json", "text/plain")
        .row(
            PUBLISH.with("Content-Type", "application/x-www-form-urlencoded"),
            415,
            "not_json",
            "application/x-www-form-urlencoded",
            "application/json")
        .row(Call.get("/poc/submit_update_event"), 405, "not_allowed", "GET")
        .row(Call.to("PUT", "/poc/submit_update_event"), 405, "not_allowed", "PUT")
        .row(Call.to("DELETE", "/v1/topics/t"), 405, "not_allowed", "DELETE")
        .row(Call.get("/v1/topics/t/events"), 405, "not_allowed", "GET")
        .row(Call.to("POST", "/poc/replay_event_data/u"), 405, "not_allowed", "POST")
        .row(
            Call.post("/v1/topics/a/b/events", NOTICE),
            404,
            "not_found",
            "write a / in a name as %2F: /v1/topics/a%2Fb/events")
        .row(Call.get("/v1/topics/a/b/c"), 404, "not_found", ": /v1/topics/a%2Fb%2Fc")
        .row(Call.get("/poc/replay_event_data/a/b"), 404, "not_found", "replay_event_data/a%2Fb")
        .row(
            Call.post("/v1/topics/t/events?ttlMs=5000", NOTICE),
            400,
            "bad_message",
            "query parameter \"ttlMs\" is unknown",
            "body")
        .row(
            Call.post("/poc/submit_update_event?ttlMs=5000", SUBMIT.body()),
            400,
            "bad_message",
            "\"ttlMs\"")
        .row(Call.post("/v1/events?ttlMs=5000", "[]"), 400, "bad_message", "\"ttlMs\"")
        .row(Call.get("/v1/nothing"), 404, "not_found", "/v1/nothing")
        .row(Call.get("/poc"), 404, "not_found", "/poc")
        .row(Call.get("/poc/replay_event_data/" + LONG), 400, "bad_message", "user", "200")
        .row(Call.get("/poc/replay_event_data/%20"), 400, "bad_message", "user", "blank")
        .row(Call.get("/v1/topics/t?from=abc"), 400, "bad_message", "abc", "position")
        .row(Call.get("/v1/topics/t?from="), 400, "bad_message", "\"\"", "position")
        .row(Call.get("/v1/topics/t?from=9999999999999999.a"), 400, "bad_message", "2^53-1")
        .row(Call.get("/v1/topics/t?key=" + LONG), 400, "bad_message", "key", "200")
        .row(Call.get("/v1/topics/t?user=%20"), 400, "bad_message", "user", "blank")
        .row(Call.get("/v1/topics/" + LONG), 400, "bad_message", "topic", "200")
        .row(Call.get("/v1/topics/t*"), 400, "bad_message", "t*", "A-Z")
        .row(Call.get("/v1/topics/caf%C3%A9"), 400, "bad_message", "café", "A-Z")
        .row(Call.get("/v1/topics/a%20b"), 400, "bad_message", "a b", "A-Z")
        .row(Call.post("/v1/topics/t%20/events", NOTICE), 400, "bad_message", "topic", "A-Z")
        .row(PUBLISH.with("Idempotency-Key", ""), 400, "bad_message", "Idempotency-Key", "128")
        .row(PUBLISH.with("Idempotency-Key", "a b"), 400, "bad_message", "a b", "visible ASCII")
        .row(PUBLISH.with("Idempotency-Key", "k".repeat(129)), 400, "bad_message", "128")
        .row(PUBLISH.with("Origin", "https://evil.example"), 403, "forbidden", "evil.example")
        .row(SUBMIT.with("Origin", "null"), 403, "forbidden", "null")
        .row(
            post("{\"kind\":\"notice\",\"data\":\"é\"}").in(ISO_8859_1),
            400,
            "bad_message",
            "not UTF-8",
            "byte 25")
        .row(Call.get("/v1/ws"), 426, "not_allowed", "upgrade", "WebSocket")
        .row(Call.get("/v1/ws?topic=t"), 426, "not_allowed", "upgrade")
        .rows();
  }

  @ParameterizedTest
  @MethodSource({"cards", "events", "sizes", "calls"})
  void a_bad_call_is_refused_and_nothing_is_stored(Refused refused) {
    Answer answer = instance.send(refused.call().request(instance));
    answer.isProblem(
        refused.status(),
        refused.code(),
        refused.call().pathOnly(),
        refused.shows().toArray(String[]::new));
    assertThat(instance.read("t").position()).isNull();
    assertThat(instance.read("poc").position()).isNull();
  }

  @ParameterizedTest
  @CsvSource({"a+b, a%2Bb", "a;b, a%3Bb", "a&b, a%26b"})
  void unescaped_characters_in_a_path_are_refused_as_themselves(String topic, String escaped) {
    for (Call call :
        List.of(
            Call.get("/v1/topics/" + topic),
            Call.post("/v1/topics/" + topic + "/events", NOTICE))) {
      String path = call.pathOnly().replace(topic, escaped);
      instance.send(call.request(instance)).isProblem(400, "bad_message", path, topic, "A-Z");
    }
  }

  @Test
  void pages_of_this_machine_and_of_the_server_itself_may_call() {
    try (Instance allowing = Instance.start("allowed-origins=https://board.example")) {
      for (String origin :
          List.of(
              "http://127.0.0.1:" + allowing.port(),
              "http://localhost:5173",
              "https://board.example")) {
        Call call = Call.post("/v1/topics/t/events", NOTICE).with("Origin", origin);
        assertThat(allowing.send(call.request(allowing)).status()).as(origin).isEqualTo(200);
      }
    }
  }

  @Test
  void a_topic_that_is_full_refuses_more_state_and_takes_everything_else() {
    try (Instance small = Instance.start("state-keys=2", "state-bytes=1000")) {
      small.publish("t", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
      small.publish("t", "{\"kind\":\"state\",\"key\":\"b\",\"data\":1}");
      String before = small.read("t").position();
      isFull(small, "{\"kind\":\"state\",\"key\":\"c\",\"data\":1}", "2 keys");
      isFull(small, "[" + NOTICE + ",{\"kind\":\"state\",\"key\":\"c\",\"data\":1}]", "2 keys");
      String large = "\"" + "x".repeat(900) + "\"";
      isFull(small, "{\"kind\":\"state\",\"key\":\"b\",\"data\":" + large + "}", "1000 bytes");
      assertThat(small.read("t").position()).isEqualTo(before);
      small.publish("t", "{\"kind\":\"state\",\"key\":\"b\",\"data\":2}");
      small.publish("t", NOTICE);
      small.publish("t", "{\"kind\":\"gone\",\"key\":\"a\"}");
      small.publish("t", "{\"kind\":\"state\",\"key\":\"c\",\"data\":1}");
    }
  }

  private static void isFull(Instance small, String body, String limit) {
    small
        .post("/v1/topics/t/events", body)
        .isProblem(409, "state_full", "/v1/topics/t/events", limit);
  }

  @Test
  void an_idle_topic_is_forgotten() {
    try (Instance forgetful = Instance.start("idle=100ms")) {
      forgetful.publish("t", NOTICE);
      await().until(() -> forgetful.read("t").position() == null);
    }
  }

  @Test
  void a_chunked_body_over_the_limit_is_refused_too() {
    byte[] chunk = new byte[1024 * 1024];
    var chunks = BodyPublishers.ofByteArrays(Collections.nCopies(2, chunk));
    instance
        .send(
            instance
                .request("/v1/topics/t/events")
                .header("Content-Type", "application/json")
                .POST(chunks))
        .isProblem(413, "too_large", "/v1/topics/t/events", "1048576");
  }
}
