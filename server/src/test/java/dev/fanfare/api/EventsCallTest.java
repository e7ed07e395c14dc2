package dev.fanfare.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.protocol.JsonObject;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Events of several topics in one call. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class EventsCallTest {
  private static final String PATH = "/v1/events";

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start("state-keys=2");
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @Test
  void the_events_of_each_topic_keep_their_order_and_each_has_its_position() {
    Answer answer = post(null, state("a/b", "k", 1), state("c", "k", 2), state("a/b", "k", 3));
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    List<JsonObject> results = results(answer);
    assertThat(results).hasSize(3);
    assertThat(results.get(0).string("position")).startsWith("1.");
    assertThat(results.get(1).string("position")).isEqualTo(instance.read("c").position());
    assertThat(results.get(2).string("position")).isEqualTo(instance.read("a/b").position());
    assertThat(instance.read("a/b").state()).isEqualTo(Map.of("k", "3"));
  }

  @Test
  void one_event_needs_no_array() {
    Answer answer = instance.post(PATH, state("single", "k", 1));
    assertThat(results(answer).getFirst().string("position"))
        .isEqualTo(instance.read("single").position());
  }

  @Test
  void a_bad_event_is_named_by_its_place_and_nothing_is_stored() {
    refuses("[1]: field \"ttl\" is unknown", state("bad", "k", 1), misspelt("bad", "ttl"));
    refuses("[0]: field \"topik\" is unknown: did you mean \"topic\"?", "{\"topik\":\"bad\"}");
    refuses("[0]: field \"topic\" is missing", "{\"event\":{}}");
    refuses("[0]: field \"event\" is missing", "{\"topic\":\"bad\"}");
    refuses("[1]: field \"topic\": topic \"a b\"", state("bad", "k", 1), state("a b", "k", 1));
    refuses("a call of 0: expected 1 to 1000 events");
    instance.post(PATH, "7").isProblem(400, "bad_message", PATH, "7", "object");
    assertThat(instance.read("bad").position()).isNull();
  }

  @Test
  void a_topic_without_room_does_not_hold_up_the_others() {
    post(null, state("full", "a", 1), state("full", "b", 1));
    Answer answer = post(null, state("full", "c", 1), state("free", "c", 1), state("full", "a", 2));
    assertThat(answer.status()).as(answer.body()).isEqualTo(207);
    List<JsonObject> results = results(answer);
    for (int refused : List.of(0, 2)) {
      assertThat(results.get(refused).string("code")).isEqualTo("state_full");
      assertThat(results.get(refused).string("detail")).contains("2 keys");
    }
    assertThat(results.get(1).string("position")).isEqualTo(instance.read("free").position());
    assertThat(instance.read("full").state()).isEqualTo(Map.of("a", "1", "b", "1"));
  }

  @Test
  void if_nothing_is_stored_the_answer_is_the_problem() {
    post(null, state("filled", "a", 1), state("filled", "b", 1));
    post(null, state("filled", "c", 1)).isProblem(409, "state_full", PATH, "2 keys");
  }

  @Test
  void a_call_with_an_idempotency_key_is_stored_once_in_each_topic() {
    String[] events = {state("x", "k", 1), state("y", "k", 1)};
    Answer first = post("call-1", events);
    assertThat(first.header("idempotency-replayed")).isEmpty();
    Answer again = post("call-1", events);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("idempotency-replayed")).containsExactly("true");
    Answer changed = post("call-1", state("x", "k", 1), state("y", "k", 2), state("z", "k", 1));
    assertThat(changed.status()).isEqualTo(207);
    assertThat(changed.header("idempotency-replayed")).isEmpty();
    assertThat(results(changed).get(0).string("position")).isEqualTo(instance.read("x").position());
    assertThat(results(changed).get(1).string("code")).isEqualTo("idempotency_mismatch");
    assertThat(instance.read("y").state()).isEqualTo(Map.of("k", "1"));
    post("call-1", state("x", "k", 3)).isProblem(422, "idempotency_mismatch", PATH, "call-1");
  }

  @Test
  void the_limits_are_those_of_a_batch() {
    String[] events = new String[1_001];
    for (int i = 0; i < events.length; i++) {
      events[i] = state("t" + i, "k", i);
    }
    post(null, events).isProblem(413, "too_large", PATH, "1001", "1000");
    instance.post(PATH, " ".repeat(1024 * 1024 + 1)).isProblem(413, "too_large", PATH, "1048576");
  }

  private void refuses(String why, String... events) {
    post(null, events).isProblem(400, "bad_message", PATH, why);
  }

  private Answer post(@Nullable String key, String... events) {
    HttpRequest.Builder request = instance.request(PATH).header("Content-Type", "application/json");
    if (key != null) {
      request.header("Idempotency-Key", key);
    }
    return instance.send(
        request.POST(BodyPublishers.ofString("[" + String.join(",", events) + "]")));
  }

  private static List<JsonObject> results(Answer answer) {
    return answer.json().objects("results");
  }

  private static String state(String topic, String key, int data) {
    return "{\"topic\":\"%s\",\"event\":{\"kind\":\"state\",\"key\":\"%s\",\"data\":%d}}"
        .formatted(topic, key, data);
  }

  private static String misspelt(String topic, String field) {
    return state(topic, "k", 1).replace("\"data\"", "\"" + field + "\":5,\"data\"");
  }
}
