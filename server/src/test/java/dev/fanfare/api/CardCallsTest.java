package dev.fanfare.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.WebSocketReader;
import dev.fanfare.protocol.JsonObject;
import java.net.URLEncoder;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The two original calls of Fanfare. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class CardCallsTest {
  private static final String SUBMIT = "/poc/submit_update_event";
  private static final String REPLAY = "/poc/replay_event_data/";

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
  void a_submitted_card_is_answered_with_its_id_and_time() {
    long before = System.currentTimeMillis();
    Answer answer =
        instance.post(SUBMIT, "{\"username\":\"ann\",\"cardId\":\"id_1\",\"data\":{\"a\": 1.0}}");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    JsonObject card = answer.json();
    assertThat(answer.body())
        .startsWith("{\"username\":\"ann\",\"cardId\":\"id_1\",\"data\":{\"a\": 1.0},\"id\":");
    assertThat(card.string("id")).isEqualTo(instance.read("poc").position());
    assertThat(card.optionalInteger("at").getAsLong())
        .isBetween(before, System.currentTimeMillis());
  }

  @Test
  void a_submitted_card_is_replayed_byte_for_byte() {
    String card = "{\"username\":\"bob\",\"cardId\":\"id_1\",\"data\":{\"subtitle\":\"x\"}}";
    instance.post(SUBMIT, card);
    Answer answer = instance.get(REPLAY + "bob");
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.contentType()).startsWith("application/json");
    assertThat(answer.body()).isEqualTo(card);
  }

  @Test
  void the_latest_event_of_the_user_is_replayed_whatever_others_did_to_the_card() {
    instance.post(SUBMIT, "{\"username\":\"cat\",\"cardId\":\"id_2\",\"data\":1}");
    instance.post(SUBMIT, "{\"username\":\"cat\",\"cardId\":\"id_3\",\"data\":2}");
    instance.post(SUBMIT, "{\"username\":\"dan\",\"cardId\":\"id_3\",\"data\":3}");
    assertThat(instance.get(REPLAY + "cat").body())
        .isEqualTo("{\"username\":\"cat\",\"cardId\":\"id_3\",\"data\":2}");
  }

  @Test
  void a_submitted_card_is_delivered_as_state_of_topic_poc() {
    try (var reader = WebSocketReader.open(instance, "poc")) {
      reader.next("delta");
      instance.post(SUBMIT, "{\"username\":\"eve\",\"cardId\":\"id_4\",\"data\":[1]}");
      JsonObject event = JsonObject.all(reader.next("delta").required("events")).getFirst();
      assertThat(event.string("kind")).isEqualTo("state");
      assertThat(event.string("user")).isEqualTo("eve");
      assertThat(event.string("key")).isEqualTo("id_4");
      assertThat(event.required("data").json()).isEqualTo("[1]");
    }
  }

  @Test
  void a_card_with_an_idempotency_key_is_one_event() {
    String card = "{\"username\":\"fay\",\"cardId\":\"id_5\",\"data\":0}";
    Answer first = submitOnce("card-1", card);
    assertThat(first.header("idempotency-replayed")).isEmpty();
    Answer again = submitOnce("card-1", card);
    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("idempotency-replayed")).containsExactly("true");
    submitOnce("card-1", card.replace("0", "1"))
        .isProblem(422, "idempotency_mismatch", SUBMIT, "card-1", "another key");
  }

  private Answer submitOnce(String key, String card) {
    return instance.send(
        instance
            .request(SUBMIT)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(card)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b", "a b", "a+b", "50%", "?#&", "Jürgen", "محمد", "🎺", "\\", "\""})
  void a_user_of_any_characters_is_found_by_its_encoded_name(String user) {
    String name = "\"" + user.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    String card = "{\"username\":" + name + ",\"cardId\":\"id_6\",\"data\":null}";
    assertThat(instance.post(SUBMIT, card).status()).isEqualTo(200);
    String encoded = URLEncoder.encode(user, UTF_8).replace("+", "%20");
    assertThat(instance.get(REPLAY + encoded).body()).isEqualTo(card);
  }

  @ParameterizedTest
  @ValueSource(strings = {"fay+work@example.com", "a;b", "a&b", "+"})
  void characters_that_need_no_encoding_in_a_path_may_be_sent_as_they_are(String user) {
    String card = "{\"username\":\"" + user + "\",\"cardId\":\"id_7\",\"data\":1}";
    assertThat(instance.post(SUBMIT, card).status()).isEqualTo(200);
    assertThat(instance.get(REPLAY + user + "?a+b;c&d").body()).isEqualTo(card);
  }

  @Test
  void a_user_without_events_has_nothing_to_replay() {
    instance
        .get(REPLAY + "nobody")
        .isProblem(404, "not_found", REPLAY + "nobody", "user \"nobody\"");
  }
}
