package dev.fanfare.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.TopicView;
import dev.fanfare.protocol.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Publishing to a topic and reading it by HTTP. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TopicCallsTest {
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
  void an_event_is_answered_with_its_position() {
    Answer answer =
        instance.post("/v1/topics/one/events", "{\"kind\":\"notice\",\"data\":\"stale\"}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.body()).matches("\\{\"position\":\"1\\.[0-9a-z]{1,26}\"}");
  }

  @Test
  void an_array_is_answered_with_the_positions_of_all_in_order() {
    Answer answer =
        instance.post(
            "/v1/topics/many/events",
            "[{\"kind\":\"state\",\"key\":\"a\",\"data\":1},"
                + "{\"kind\":\"gone\",\"key\":\"a\"},{\"kind\":\"notice\",\"data\":3}]");
    assertThat(answer.body())
        .matches("\\{\"positions\":\\[\"1\\.[0-9a-z]+\",\"2\\.[0-9a-z]+\",\"3\\.[0-9a-z]+\"]}");
    assertThat(answer.body()).contains(instance.read("many").position());
  }

  @Test
  void a_topic_that_never_had_an_event_is_empty() {
    assertThat(instance.get("/v1/topics/never").body())
        .isEqualTo("{\"topic\":\"never\",\"from\":null,\"to\":null,\"reset\":true,\"events\":[]}");
  }

  @Test
  void without_a_position_all_live_state_is_read() {
    instance.publish("read", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    instance.publish("read", "{\"kind\":\"state\",\"key\":\"b\",\"data\":2}");
    instance.publish("read", "{\"kind\":\"notice\",\"data\":3}");
    String head = instance.publish("read", "{\"kind\":\"gone\",\"key\":\"a\"}");
    TopicView view = instance.read("read");
    assertThat(view.state()).isEqualTo(Map.of("b", "2"));
    assertThat(view.told()).containsExactly("2");
    assertThat(view.position()).isEqualTo(head);
  }

  @Test
  void a_read_from_a_position_returns_the_missed_events_conflated() {
    String from = instance.publish("missed", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    instance.publish("missed", "{\"kind\":\"state\",\"key\":\"a\",\"data\":2}");
    instance.publish("missed", "{\"kind\":\"notice\",\"data\":3}");
    String to = instance.publish("missed", "{\"kind\":\"state\",\"key\":\"a\",\"data\":4}");
    JsonObject delta = instance.get("/v1/topics/missed?from=" + from).json();
    assertThat(delta.string("topic")).isEqualTo("missed");
    assertThat(delta.string("from")).isEqualTo(from);
    assertThat(delta.string("to")).isEqualTo(to);
    assertThat(JsonObject.all(delta.required("events")))
        .extracting(event -> event.required("data").json())
        .containsExactly("3", "4");
    assertThat(instance.get("/v1/topics/missed?from=" + to).body())
        .isEqualTo(
            "{\"topic\":\"missed\",\"from\":\"%s\",\"to\":\"%s\",\"events\":[]}".formatted(to, to));
  }

  @Test
  void a_forged_position_gets_a_reset() {
    instance.publish("forged", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    JsonObject delta = instance.get("/v1/topics/forged?from=1.forged").json();
    assertThat(delta.optionalString("from")).isNull();
    assertThat(JsonObject.all(delta.required("events"))).hasSize(1);
  }

  @Test
  void events_are_selected_by_key_and_by_user() {
    instance.publish("pick", "{\"kind\":\"state\",\"key\":\"a\",\"user\":\"u\",\"data\":1}");
    instance.publish("pick", "{\"kind\":\"state\",\"key\":\"b\",\"user\":\"u\",\"data\":2}");
    instance.publish("pick", "{\"kind\":\"state\",\"key\":\"c d\",\"user\":\"v\",\"data\":3}");
    assertThat(picked("key=a")).containsExactly("1");
    assertThat(picked("key=c%20d")).containsExactly("3");
    assertThat(picked("user=u")).containsExactly("1", "2");
    assertThat(picked("user=u&key=b")).containsExactly("2");
    assertThat(picked("user=v&key=b")).isEmpty();
  }

  private List<String> picked(String query) {
    JsonObject delta = instance.get("/v1/topics/pick?" + query).json();
    return JsonObject.all(delta.required("events")).stream()
        .map(event -> event.required("data").json())
        .toList();
  }

  @Test
  void a_slash_in_the_name_of_a_topic_is_encoded() {
    String topic = "a/b:c@d.e_f-g";
    String position = instance.publish(topic, "{\"kind\":\"notice\",\"data\":1}");
    JsonObject delta = instance.get("/v1/topics/a%2Fb:c%40d.e_f-g").json();
    assertThat(delta.string("topic")).isEqualTo(topic);
    assertThat(delta.string("to")).isEqualTo(position);
  }

  static List<String> data() {
    return List.of(
        "null",
        "true",
        "0",
        "-0.0",
        "1e400",
        "0.10",
        "12345678901234567890123456789",
        "\"\"",
        "\"text\"",
        "[]",
        "{}",
        "{\"a\": 1.0}",
        "[ 1 ,\n\t2 ]",
        "{\"a\":1,\"a\":2}",
        "{\"deep\":[[[[[[{\"er\":[null]}]]]]]]}",
        "\"🎺\"",
        "\"\\ud83c\\udfba\"",
        "\"מה שלומך\"",
        "\"\u2028\u2029\ufeff\"",
        "\"\\u2028 \\/ \\n \\u0000 \\\"\"",
        "{\"\u00e9\":\"e\u0301\"}");
  }

  @ParameterizedTest
  @MethodSource("data")
  void data_comes_out_byte_for_byte_as_it_went_in(String json) {
    instance.publish("exact", "{\"kind\":\"state\",\"key\":\"a\",\"data\":" + json + "}");
    assertThat(instance.read("exact").state()).containsEntry("a", json);
    instance.post(
        "/poc/submit_update_event", "{\"username\":\"u\",\"cardId\":\"c\",\"data\":" + json + "}");
    assertThat(instance.get("/poc/replay_event_data/u").body())
        .isEqualTo("{\"username\":\"u\",\"cardId\":\"c\",\"data\":" + json + "}");
  }

  @Test
  void data_of_exactly_64_KiB_is_taken() {
    String data = "\"" + "x".repeat(64 * 1024 - 2) + "\"";
    instance.publish("full", "{\"kind\":\"state\",\"key\":\"a\",\"data\":" + data + "}");
    assertThat(instance.read("full").state()).containsEntry("a", data);
  }

  @Test
  void names_of_exactly_200_characters_and_1000_events_are_taken() {
    String name = "n".repeat(200);
    String event =
        "{\"kind\":\"state\",\"key\":\"%s\",\"user\":\"%s\",\"data\":1}".formatted(name, name);
    String events = (event + ",").repeat(1_000);
    Answer answer =
        instance.post(
            "/v1/topics/" + name + "/events", "[" + events.substring(0, events.length() - 1) + "]");
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(instance.read(name).position()).startsWith("1000.");
  }

  @Test
  void publishes_with_the_same_idempotency_key_are_one_with_one_answer() {
    String first = publishOnce("key-1", "[{\"kind\":\"notice\",\"data\":1}]");
    assertThat(publishOnce("key-1", "[{\"kind\":\"notice\",\"data\":1}]")).isEqualTo(first);
    assertThat(instance.read("once").position()).startsWith("1.");
    assertThat(publishOnce("key-2", "[{\"kind\":\"notice\",\"data\":1}]")).isNotEqualTo(first);
    assertThat(instance.read("once").position()).startsWith("2.");
  }

  private String publishOnce(String key, String events) {
    Answer answer =
        instance.send(
            instance
                .request("/v1/topics/once/events")
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(events)));
    assertThat(answer.status()).isEqualTo(200);
    return answer.body();
  }
}
