package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.RedisServer;
import dev.fanfare.WebSocketReader;
import dev.fanfare.protocol.JsonObject;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A publish with an idempotency key is one event, wherever and however often it is sent. Two
 * instances share a Redis.
 */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class PublishOnceTest {
  private static final String REPLAYED = "idempotency-replayed";
  private static final String EVENT = "{\"kind\":\"notice\",\"data\":1}";

  private RedisServer redis;
  private Instance one;
  private Instance other;

  @BeforeAll
  void start() {
    redis = RedisServer.start();
    one = Instance.start("redis.uri=" + redis.uri());
    other = Instance.start("redis.uri=" + redis.uri());
  }

  @AfterAll
  void stop() {
    one.close();
    other.close();
    redis.close();
  }

  @Test
  void one_key_is_one_event_over_sockets_instances_and_HTTP() {
    try (var here = WebSocketReader.open(one);
        var alsoHere = WebSocketReader.open(one);
        var there = WebSocketReader.open(other)) {
      String publish = publish("once", "7f3a");
      String position = here.ask(publish).string("position");
      assertThat(here.ask(publish).string("position")).isEqualTo(position);
      assertThat(alsoHere.ask(publish).string("position")).isEqualTo(position);
      assertThat(there.ask(publish).string("position")).isEqualTo(position);
      assertThat(post(other, "once", "7f3a").json().string("position")).isEqualTo(position);
      assertThat(other.read("once").position()).isEqualTo(position);
    }
  }

  @Test
  void an_event_that_was_posted_first_is_not_stored_again_over_a_socket() {
    String position = post(one, "posted", "7f3a").json().string("position");
    try (var there = WebSocketReader.open(other)) {
      assertThat(there.ask(publish("posted", "7f3a")).string("position")).isEqualTo(position);
      assertThat(one.read("posted").position()).isEqualTo(position);
    }
  }

  @Test
  void another_key_another_topic_and_no_key_are_other_events() {
    try (var here = WebSocketReader.open(one)) {
      String position = here.ask(publish("others", "7f3a")).string("position");
      assertThat(here.ask(publish("others", "7f3b")).string("position")).startsWith("2.");
      assertThat(here.ask(publish("elsewhere", "7f3a")).string("position")).startsWith("1.");
      String bare = publish("others", "7f3a").replaceFirst(",\"idempotencyKey.*", "}");
      assertThat(here.ask(bare).string("position")).startsWith("3.");
      assertThat(here.ask(publish("others", "7f3a")).string("position")).isEqualTo(position);
    }
  }

  @Test
  void a_publish_that_is_sent_again_elsewhere_after_a_lost_answer_is_one_event() {
    try (RawSocket cut = RawSocket.open(one, "")) {
      cut.send(RawSocket.text(publish("cut", "7f3a")));
      await().until(() -> other.read("cut").position() != null);
    }
    String position = other.read("cut").position();
    try (var there = WebSocketReader.open(other)) {
      assertThat(there.ask(publish("cut", "7f3a")).string("position")).isEqualTo(position);
      assertThat(one.read("cut").position()).isEqualTo(position);
    }
  }

  @Test
  void a_used_key_with_another_event_is_refused_and_stores_nothing() {
    String position = post(one, "used", "7f3a").json().string("position");
    try (var there = WebSocketReader.open(other)) {
      String changed = publish("used", "7f3a").replace("\"data\":1", "\"data\":2");
      JsonObject error = there.ask(changed);
      assertThat(error.string("code")).isEqualTo("idempotency_mismatch");
      assertThat(error.string("message")).contains("7f3a", "used", "another key");
      assertThat(error.flag("retryable")).isFalse();
    }
    String path = "/v1/topics/used/events";
    String event = EVENT.replace("1", "2");
    for (Instance instance : List.of(one, other)) {
      for (String header : List.of("Accept: */*", "X-Long-Way: 1")) {
        call(instance, path, "7f3a", event, header)
            .isProblem(422, "idempotency_mismatch", path, "7f3a", "another key");
      }
    }
    assertThat(one.read("used").position()).isEqualTo(position);
  }

  @Test
  void a_replayed_answer_says_so() {
    assertThat(post(one, "replayed", "7f3a").header(REPLAYED)).isEmpty();
    assertThat(post(other, "replayed", "7f3a").header(REPLAYED)).containsExactly("true");
    String path = "/v1/topics/replayed/events";
    // An unknown header sends the call through Micronaut.
    assertThat(call(one, path, "7f3a", EVENT, "X-Long-Way: 1").header(REPLAYED))
        .containsExactly("true");
    assertThat(call(one, path, "7f3b", EVENT, "X-Long-Way: 1").header(REPLAYED)).isEmpty();
  }

  private static String publish(String topic, String key) {
    return "{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"%s\",\"event\":%s,\"idempotencyKey\":\"%s\"}"
        .formatted(topic, EVENT, key);
  }

  private static Answer post(Instance instance, String topic, String key) {
    return call(instance, "/v1/topics/" + topic + "/events", key, EVENT, "Accept: */*");
  }

  private static Answer call(
      Instance instance, String path, String key, String event, String header) {
    String[] more = header.split(": ", 2);
    return instance.send(
        instance
            .request(path)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .header(more[0], more[1])
            .POST(BodyPublishers.ofString(event)));
  }
}
