package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.WebSocketReader;
import dev.fanfare.protocol.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A server whose memory is used up answers a client with the limit, and asks it to come back. */
@ExtendWith(NoComplaints.class)
final class NoRoomTest {
  private static final String NOTICE = "{\"kind\":\"notice\",\"data\":1}";

  @Test
  void a_topic_that_cannot_be_followed_is_refused_and_one_that_is_followed_is_not() {
    try (Instance instance = Instance.start("followed-bytes=20000", "linger=1ms");
        var first = WebSocketReader.open(instance, "t0")) {
      first.next("delta");
      JsonObject refused = refused(first);
      assertThat(refused.string("code")).isEqualTo("unavailable");
      assertThat(refused.flag("retryable")).isTrue();
      assertThat(refused.string("message")).contains("one too many", "at most 20000 bytes");
      assertThat(first.ask(subscribe("t0")).string("type")).isEqualTo("ok");
      first.next("delta");
      try (var third = WebSocketReader.connect(instance.socket("t0", "of:the:url"))) {
        third.next("welcome");
        assertThat(third.next("goodbye").string("reason")).isEqualTo("overloaded");
        assertThat(third.closeCode()).isEqualTo(4004);
      }
      instance.publish("t0", NOTICE);
      assertThat(first.next("delta").objects("events")).hasSize(1);
    }
  }

  /** Subscribes to one topic after another; returns the first refusal. */
  private static JsonObject refused(WebSocketReader reader) {
    for (int i = 1; i < 100; i++) {
      reader.send(subscribe("t" + i));
      JsonObject answer = reader.next();
      if (answer.string("type").equals("error")) {
        return answer;
      }
      reader.next("delta");
    }
    throw new AssertionError("100 topics fit");
  }

  private static String subscribe(String topic) {
    return "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"" + topic + "\"}";
  }

  @Test
  void state_without_room_in_the_whole_store_gets_409_that_names_the_limit() {
    try (Instance instance = Instance.start("store-bytes=300000")) {
      String large = "{\"kind\":\"state\",\"key\":\"k\",\"data\":\"" + "x".repeat(50_000) + "\"}";
      instance.publish("a", large);
      instance.publish("b", large);
      instance
          .post("/v1/topics/c/events", large)
          .isProblem(409, "state_full", "/v1/topics/c/events", "at most 300000 bytes of topics");
      instance.publish("a", large);
      instance.publish("a", NOTICE);
      for (int i = 0; i < 2_000; i++) {
        instance.publish("new:" + i, NOTICE);
      }
      assertThat(instance.get("/prometheus").body()).contains("fanfare_store_bytes ");
    }
  }

  @Test
  void an_idempotency_key_that_cannot_be_remembered_gets_503_and_nothing_is_stored() {
    try (Instance instance = Instance.start("idempotency-bytes=1000")) {
      Answer answer = once(instance, "0");
      int keys = 0;
      while (keys < 100 && answer.status() == 200) {
        answer = once(instance, String.valueOf(++keys));
      }
      answer.isProblem(503, "unavailable", "/v1/topics/t/events", "at most 1000 bytes", "120 s");
      assertThat(keys).isBetween(2, 4);
      assertThat(once(instance, "0").status()).isEqualTo(200);
      assertThat(instance.publish("t", NOTICE)).startsWith(keys + 1 + ".");
    }
  }

  private static Answer once(Instance instance, String key) {
    return instance.send(
        instance
            .request("/v1/topics/t/events")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(NOTICE)));
  }
}
