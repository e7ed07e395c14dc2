package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Answer;
import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.RedisServer;
import dev.fanfare.WebSocketReader;
import java.net.http.HttpRequest.BodyPublishers;
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

  private static String publish(String topic, String key) {
    return "{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"%s\",\"event\":%s,\"idempotencyKey\":\"%s\"}"
        .formatted(topic, EVENT, key);
  }

  private static Answer post(Instance instance, String topic, String key) {
    return instance.send(
        instance
            .request("/v1/topics/" + topic + "/events")
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(EVENT)));
  }
}
