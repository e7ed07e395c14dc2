package dev.fanfare.client;

import static dev.fanfare.client.Events.shown;
import static dev.fanfare.client.GreetingServer.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.protocol.ClientFrame;
import dev.fanfare.protocol.ClientFrameReader;
import dev.fanfare.topic.TopicName;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A subscribe that is refused for the moment is sent again, after waits that grow. */
@Timeout(30)
class RefusedSubscribeTest {
  private static final double ALMOST_ONE = Math.nextDown(1.0);

  @Test
  void aFollowerWhoseSubscribeAfterAGapIsRefusedIsNotDeaf() {
    AtomicInteger subscribes = new AtomicInteger();
    try (var server = new GreetingServer("fanfare.v1", GreetingServer.WELCOME);
        Fanfare fanfare = Fanfare.connect(server.url())) {
      server.answer(message -> {
        if (!(ClientFrameReader.read(message) instanceof ClientFrame.Subscribe asked)) {
          return List.of();
        }
        return switch (subscribes.incrementAndGet()) {
          case 1 -> List.of(delta("null", "1.a", 1, ",\"reset\":true"), delta("\"2.b\"", "3.c", 3));
          case 2, 3 -> List.of(rateLimited(asked.id()), delta("\"3.c\"", "4.d", 4));
          default -> List.of(delta("\"" + asked.from() + "\"", "5.e", 5));
        };
      });
      var changes = fanfare.follow("t").test();
      await()
          .atMost(Duration.ofSeconds(20))
          .until(() ->
              !changes.values().isEmpty()
                  && shown(changes.values().getLast().view()).equals(Map.of("k", "5")));
      assertThat(changes.values()).hasSize(2);
      assertThat(server.received())
          .hasSize(4)
          .filteredOn(message -> message.contains("\"from\":\"1.a\""))
          .hasSize(3);
      assertThat(server.arrivals()).hasSize(1);
    }
  }

  @Test
  void theWaitsGrowUntilADeltaOrANewSocketComes() {
    TopicFollowers topic = new TopicFollowers(new TopicName("t"));
    assertThat(topic.isRefused()).isFalse();
    assertThat(topic.refusedFor(ALMOST_ONE)).isBetween(millis(499), millis(500));
    assertThat(topic.refusedFor(ALMOST_ONE)).isBetween(millis(999), millis(1_000));
    assertThat(topic.refusedFor(0.5)).isEqualTo(millis(1_000));
    assertThat(topic.isRefused()).isTrue();
    topic.rejoin();
    assertThat(topic.isRefused()).isFalse();
    assertThat(topic.refusedFor(0)).isZero();
    assertThat(topic.refusedFor(ALMOST_ONE)).isBetween(millis(999), millis(1_000));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }

  private static byte[] rateLimited(String id) {
    return text(
        "{\"type\":\"error\",\"id\":\"%s\",\"code\":\"rate_limited\",\"message\":\"too fast\",\"retryable\":true}"
            .formatted(id));
  }

  private static byte[] delta(String from, String to, int value) {
    return delta(from, to, value, "");
  }

  private static byte[] delta(String from, String to, int value, String reset) {
    return text(
        ("{\"type\":\"delta\",\"topic\":\"t\",\"from\":%s,\"to\":\"%s\"%s,\"events\":["
                + "{\"kind\":\"state\",\"id\":\"%s\",\"at\":1,\"key\":\"k\",\"data\":%d}]}")
            .formatted(from, to, reset, to, value));
  }
}
