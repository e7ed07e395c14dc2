package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.TopicView;
import dev.fanfare.WebSocketReader;
import dev.fanfare.protocol.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The messages of a client over a real socket, and their answers. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class MessagesTest {
  private static final Path INVALID = Path.of("../protocol/fixtures/invalid");

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start("instance=here", "message-burst=1000");
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @Test
  void the_first_message_is_a_welcome() {
    try (var first = WebSocketReader.connect(instance.socket("w"));
        var second = WebSocketReader.connect(instance.socket())) {
      JsonObject welcome = first.next("welcome");
      assertThat(welcome.string("session")).isNotEqualTo(second.next("welcome").string("session"));
      assertThat(welcome.string("instance")).isEqualTo("here");
      assertThat(welcome.optionalInteger("heartbeatMs")).hasValue(25_000);
      assertThat(welcome.required("user").isNull()).isTrue();
    }
  }

  @Test
  void the_topics_of_the_url_are_followed_at_once() {
    String a = instance.publish("url:a", "{\"kind\":\"state\",\"key\":\"k\",\"data\":1}");
    try (var reader = WebSocketReader.open(instance, "url:a", "url/b", "url:a")) {
      JsonObject one = reader.next("delta");
      JsonObject two = reader.next("delta");
      JsonObject ofA = one.string("topic").equals("url:a") ? one : two;
      JsonObject ofB = ofA == one ? two : one;
      assertThat(ofA.optionalString("from")).isNull();
      assertThat(ofA.string("to")).isEqualTo(a);
      assertThat(ofB.string("topic")).isEqualTo("url/b");
      assertThat(ofB.required("to").isNull()).isTrue();
      assertThat(ofB.required("events").json()).isEqualTo("[]");
      assertThat(reader.ask(unsubscribe("url:a")).string("type")).isEqualTo("ok");
    }
  }

  @Test
  void subscribing_is_answered_and_a_delta_follows_even_if_it_is_empty() {
    try (var reader = WebSocketReader.open(instance)) {
      JsonObject ok = reader.ask(subscribe("empty", null));
      assertThat(ok.string("id")).isEqualTo("1");
      assertThat(ok.has("position")).isFalse();
      JsonObject delta = reader.next("delta");
      assertThat(delta.required("from").isNull()).isTrue();
      assertThat(delta.required("to").isNull()).isTrue();
      String first = instance.publish("empty", "{\"kind\":\"notice\",\"data\":1}");
      assertThat(reader.next("delta").string("to")).isEqualTo(first);
    }
  }

  @Test
  void resuming_from_a_known_position_goes_on_from_there() {
    String from = instance.publish("resume", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    instance.publish("resume", "{\"kind\":\"state\",\"key\":\"a\",\"data\":2}");
    String head = instance.publish("resume", "{\"kind\":\"state\",\"key\":\"b\",\"data\":3}");
    try (var reader = WebSocketReader.open(instance)) {
      reader.ask(subscribe("resume", from));
      JsonObject missed = reader.next("delta");
      assertThat(missed.string("from")).isEqualTo(from);
      assertThat(missed.string("to")).isEqualTo(head);
      assertThat(data(missed)).containsExactly("2", "3");
      reader.ask(subscribe("resume", head));
      JsonObject nothing = reader.next("delta");
      assertThat(nothing.string("from")).isEqualTo(head);
      assertThat(nothing.string("to")).isEqualTo(head);
      assertThat(data(nothing)).isEmpty();
    }
  }

  @Test
  void resuming_from_a_forged_position_is_a_reset() {
    instance.publish("reset", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    try (var reader = WebSocketReader.open(instance)) {
      reader.ask(subscribe("reset", "1.forged"));
      JsonObject reset = reader.next("delta");
      assertThat(reset.required("from").isNull()).isTrue();
      assertThat(data(reset)).containsExactly("1");
    }
  }

  @Test
  void subscribing_again_moves_the_subscription_and_makes_no_second_one() {
    String from = instance.publish("again", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}");
    String head = instance.publish("again", "{\"kind\":\"state\",\"key\":\"a\",\"data\":2}");
    try (var reader = WebSocketReader.open(instance, "again")) {
      reader.next("delta");
      reader.ask(subscribe("again", from));
      assertThat(reader.next("delta").string("from")).isEqualTo(from);
      String next = instance.publish("again", "{\"kind\":\"notice\",\"data\":3}");
      JsonObject live = reader.next("delta");
      assertThat(live.string("from")).isEqualTo(head);
      assertThat(live.string("to")).isEqualTo(next);
      assertThat(reader.ask(unsubscribe("again")).string("type")).isEqualTo("ok");
    }
  }

  @Test
  void nothing_of_a_topic_comes_after_unsubscribing() {
    try (var reader = WebSocketReader.open(instance, "left", "kept")) {
      reader.next("delta");
      reader.next("delta");
      reader.ask(unsubscribe("left"));
      instance.publish("left", "{\"kind\":\"notice\",\"data\":1}");
      instance.publish("kept", "{\"kind\":\"notice\",\"data\":2}");
      assertThat(reader.next("delta").string("topic")).isEqualTo("kept");
      assertThat(reader.ask(unsubscribe("left")).string("type")).isEqualTo("ok");
      instance.publish("left", "{\"kind\":\"notice\",\"data\":1}");
      assertThat(reader.ask(subscribe("left", null)).string("type")).isEqualTo("ok");
      assertThat(reader.next("delta").string("topic")).isEqualTo("left");
    }
  }

  @Test
  void publishing_is_answered_with_the_position_and_all_readers_get_the_event() {
    try (var publisher = WebSocketReader.open(instance);
        var follower = WebSocketReader.open(instance, "pub")) {
      follower.next("delta");
      JsonObject ok =
          publisher.ask(
              publish(
                  "pub",
                  "{\"kind\":\"state\",\"key\":\"k\",\"user\":\"u\",\"data\":{\"a\": 1.0}}"));
      JsonObject delta = follower.next("delta");
      assertThat(delta.string("to")).isEqualTo(ok.string("position"));
      JsonObject event = JsonObject.all(delta.required("events")).getFirst();
      assertThat(event.required("data").json()).isEqualTo("{\"a\": 1.0}");
      assertThat(event.string("id")).isEqualTo(ok.string("position"));
      assertThat(instance.read("pub").state()).containsEntry("k", "{\"a\": 1.0}");
    }
  }

  @Test
  void publishing_more_state_than_there_is_room_for_is_refused() {
    try (Instance small = Instance.start("state-keys=1");
        var reader = WebSocketReader.open(small)) {
      reader.ask(publish("t", "{\"kind\":\"state\",\"key\":\"a\",\"data\":1}"));
      JsonObject error = reader.ask(publish("t", "{\"kind\":\"state\",\"key\":\"b\",\"data\":1}"));
      isError(error, "state_full", "1", "1 keys");
    }
  }

  @Test
  void data_over_64_KiB_is_too_large_and_exactly_64_KiB_is_not() {
    String data = "x".repeat(64 * 1024 - 2);
    try (var reader = WebSocketReader.open(instance, "size")) {
      reader.next("delta");
      JsonObject error =
          reader.ask(publish("size", "{\"kind\":\"notice\",\"data\":\"" + data + "x\"}"));
      isError(error, "too_large", "1", "65536");
      reader.send(publish("size", "{\"kind\":\"notice\",\"data\":\"" + data + "\"}"));
      TopicView view = new TopicView();
      JsonObject message = reader.next();
      view.apply(message.string("type").equals("delta") ? message : reader.next("delta"));
      assertThat(view.told()).containsExactly("\"" + data + "\"");
    }
  }

  static List<Path> invalid() throws IOException {
    try (var files = Files.list(INVALID)) {
      return files.sorted().toList();
    }
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void a_bad_message_is_refused_and_the_socket_works_on(Path fixture) throws IOException {
    JsonObject bad = JsonObject.parse(Files.readString(fixture));
    try (var reader = WebSocketReader.open(instance)) {
      JsonObject error = reader.ask(bad.string("send"));
      isError(error, bad.string("code"), bad.optionalString("id"), bad.string("shows"));
      assertThat(reader.ask(subscribe("board:42", null)).string("type")).isEqualTo("ok");
      assertThat(reader.next("delta").required("to").isNull()).isTrue();
    }
  }

  private static void isError(JsonObject error, String code, @Nullable String id, String shows) {
    assertThat(error.string("type")).isEqualTo("error");
    assertThat(error.string("code")).isEqualTo(code);
    assertThat(error.optionalString("id")).isEqualTo(id);
    assertThat(error.has("id")).isEqualTo(id != null);
    assertThat(error.string("message")).contains(shows);
    assertThat(error.required("retryable").json()).isEqualTo("false");
  }

  @Test
  void a_binary_frame_is_refused_and_the_socket_works_on() {
    try (var reader = WebSocketReader.open(instance)) {
      reader.sendBinary(new byte[] {1, 2, 3});
      isError(reader.next("error"), "bad_message", null, "binary frame of 3 bytes");
      assertThat(reader.ask(unsubscribe("t")).string("type")).isEqualTo("ok");
    }
  }

  @Test
  void text_that_is_not_utf8_ends_the_socket() {
    try (RawSocket raw = RawSocket.open(instance, "")) {
      byte[] frame = RawSocket.text("{\"type\":\"pong\"}");
      frame[frame.length - 1] = (byte) 0xff;
      raw.send(frame);
      assertThat(raw.next(RawSocket.CLOSE).closeCode()).isEqualTo(1007);
    }
  }

  @Test
  void a_message_in_fragments_is_one_message() {
    try (var reader = WebSocketReader.open(instance)) {
      String message = unsubscribe("t");
      reader.send(message.substring(0, 9), message.substring(9));
      assertThat(reader.next("ok").string("id")).isEqualTo("1");
    }
  }

  @Test
  void a_token_is_not_supported_without_authentication() {
    try (var reader = WebSocketReader.open(instance)) {
      isError(
          reader.ask("{\"type\":\"token\",\"id\":\"t\",\"token\":\"x\"}"),
          "not_supported",
          "t",
          "authentication");
    }
  }

  @Test
  void a_pong_is_not_answered() {
    try (var reader = WebSocketReader.open(instance)) {
      reader.send("{\"type\":\"pong\"}");
      assertThat(reader.ask(unsubscribe("t")).string("type")).isEqualTo("ok");
      assertThat(reader.isQuiet()).isTrue();
    }
  }

  @Test
  void the_129th_topic_is_one_too_many_and_costs_the_others_nothing() {
    try (var reader = WebSocketReader.open(instance)) {
      for (int i = 0; i < 128; i++) {
        reader.ask(subscribe("many:" + i, null));
        reader.next("delta");
      }
      isError(reader.ask(subscribe("many:128", null)), "too_many_topics", "1", "many:128");
      assertThat(reader.ask(subscribe("many:0", null)).string("type")).isEqualTo("ok");
      reader.next("delta");
      reader.ask(unsubscribe("many:1"));
      assertThat(reader.ask(subscribe("many:128", null)).string("type")).isEqualTo("ok");
    }
  }

  private static List<String> data(JsonObject delta) {
    return JsonObject.all(delta.required("events")).stream()
        .map(event -> event.required("data").json())
        .toList();
  }

  private static String subscribe(String topic, @Nullable String from) {
    return "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"%s\",\"from\":%s}"
        .formatted(topic, from == null ? "null" : "\"" + from + "\"");
  }

  private static String unsubscribe(String topic) {
    return "{\"type\":\"unsubscribe\",\"id\":\"1\",\"topic\":\"" + topic + "\"}";
  }

  private static String publish(String topic, String event) {
    return "{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"%s\",\"event\":%s}"
        .formatted(topic, event);
  }
}
