package dev.fanfare.gateway.http;

import static dev.fanfare.gateway.http.Http.EVENT;
import static dev.fanfare.gateway.http.Http.OF_A_PAGE;
import static dev.fanfare.gateway.http.Http.answer;
import static dev.fanfare.gateway.http.Http.post;
import static dev.fanfare.gateway.http.Http.repeated;
import static org.assertj.core.api.Assertions.assertThat;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.RedisServer;
import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Calls that are sent before the earlier ones are answered, with both stores. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class PipelinedTest {
  /** Headers of an ordinary call and of a call that goes the long way. */
  static final List<String> HEADERS = List.of("", OF_A_PAGE);

  private RedisServer redis;
  private Instance inMemory;
  private Instance withRedis;

  @BeforeAll
  void start() {
    redis = RedisServer.start();
    inMemory = Instance.start();
    withRedis = Instance.startWith(Map.of("fanfare.redis.uri", redis.uri()));
  }

  @AfterAll
  void stop() {
    inMemory.close();
    withRedis.close();
    redis.close();
  }

  @ParameterizedTest
  @FieldSource("HEADERS")
  void an_upgrade_waits_for_the_calls_before_it(String headers) {
    for (Instance instance : List.of(inMemory, withRedis)) {
      String topic = "upgrade" + headers.length();
      try (RawSocket socket = RawSocket.connect(instance)) {
        var all = new ByteArrayOutputStream();
        all.writeBytes(repeated(post(topic, headers, EVENT), 20));
        all.writeBytes(RawSocket.upgrade("?topic=" + topic));
        all.writeBytes(
            RawSocket.text("{\"type\":\"unsubscribe\",\"id\":\"u\",\"topic\":\"" + topic + "\"}"));
        socket.send(all.toByteArray());
        for (int i = 1; i <= 20; i++) {
          assertThat(answer(socket, 200)).startsWith("{\"position\":\"" + i + ".");
        }
        assertThat(socket.readHead()).startsWith("HTTP/1.1 101 ");
        assertThat(socket.next("welcome").string("type")).isEqualTo("welcome");
        assertThat(socket.next("ok").string("id")).isEqualTo("u");
      }
      assertThat(instance.read(topic).position()).startsWith("20.");
    }
  }

  @ParameterizedTest
  @FieldSource("HEADERS")
  void hundreds_of_calls_at_once_are_answered_in_order(String headers) {
    for (Instance instance : List.of(inMemory, withRedis)) {
      try (RawSocket socket = RawSocket.connect(instance)) {
        String topic = "many" + headers.length();
        socket.send(repeated(post(topic, headers, EVENT), 200));
        for (int i = 1; i <= 200; i++) {
          assertThat(answer(socket, 200)).startsWith("{\"position\":\"" + i + ".");
        }
      }
    }
  }

  @Test
  void an_upgrade_that_is_refused_after_other_calls_is_refused_in_its_turn() {
    try (RawSocket socket = RawSocket.connect(withRedis)) {
      var all = new ByteArrayOutputStream();
      all.writeBytes(repeated(post("refused", "", EVENT), 5));
      all.writeBytes(RawSocket.upgrade("?topic=%20"));
      socket.send(all.toByteArray());
      for (int i = 1; i <= 5; i++) {
        assertThat(answer(socket, 200)).startsWith("{\"position\":\"" + i + ".");
      }
      assertThat(answer(socket, 400)).contains("bad_message");
      assertThat(socket.readToEnd()).isEmpty();
    }
  }
}
