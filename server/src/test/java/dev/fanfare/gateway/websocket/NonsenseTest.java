package dev.fanfare.gateway.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.WebSocketReader;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import java.io.ByteArrayOutputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random bytes show no bug and no leak, and the instance keeps serving. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class NonsenseTest {
  private static final int SOCKETS = 300;
  private static final List<String> MESSAGES =
      List.of(
          "{\"type\":\"subscribe\",\"id\":\"1\",\"topic\":\"t\"}",
          "{\"type\":\"unsubscribe\",\"id\":\"1\",\"topic\":\"t\"}",
          "{\"type\":\"publish\",\"id\":\"1\",\"topic\":\"t\",\"event\":"
              + "{\"kind\":\"state\",\"key\":\"k\",\"data\":1,\"ttlMs\":3}}",
          "{\"type\":\"pong\"}",
          "{");

  private Instance instance;

  @BeforeAll
  void start() {
    instance = Instance.start("heartbeat=1s");
  }

  @AfterAll
  void stop() {
    instance.close();
  }

  @Test
  void broken_frames_harm_nobody() {
    Random random = new Random(1);
    for (int i = 0; i < SOCKETS; i++) {
      try (RawSocket raw = RawSocket.open(instance, "?topic=t")) {
        raw.send(broken(frames(random), 0, random));
      } catch (UncheckedIOException _) {
        // The server has closed the connection.
      }
    }
    servesOn();
  }

  @Test
  void broken_requests_harm_nobody() {
    Random random = new Random(2);
    for (int i = 0; i < SOCKETS; i++) {
      try (RawSocket raw = RawSocket.connect(instance)) {
        ByteArrayOutputStream requests = new ByteArrayOutputStream();
        requests.writeBytes(
            "GET /v1/topics/t HTTP/1.1\r\nHost: localhost\r\n\r\n"
                .repeat(random.nextInt(3))
                .getBytes(UTF_8));
        // Only the bytes after the URL are changed: Micronaut answers a broken URL and logs a
        // complaint.
        int behindUrl = requests.size() + "GET /v1/ws?topic=t ".length();
        requests.writeBytes(RawSocket.upgrade("?topic=t"));
        requests.writeBytes(frames(random));
        byte[] bytes = requests.toByteArray();
        raw.send(random.nextBoolean() ? bytes : broken(bytes, behindUrl, random));
      } catch (UncheckedIOException _) {
        // The server has closed the connection.
      }
    }
    servesOn();
  }

  private void servesOn() {
    Metrics metrics = instance.part(Metrics.class);
    await().untilAsserted(() -> assertThat(metrics.value(Metric.SESSIONS)).isZero());
    assertThat(metrics.value(Metric.SUBSCRIPTIONS)).isZero();
    try (var reader = WebSocketReader.open(instance, "t")) {
      assertThat(reader.next("delta").string("topic")).isEqualTo("t");
    }
  }

  private static byte[] frames(Random random) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    for (int i = random.nextInt(5); i >= 0; i--) {
      frames.writeBytes(
          switch (random.nextInt(8)) {
            case 0 -> RawSocket.ping("x".repeat(random.nextInt(130)));
            case 1 -> RawSocket.close(1000 + random.nextInt(4000));
            default -> RawSocket.text(MESSAGES.get(random.nextInt(MESSAGES.size())));
          });
    }
    return frames.toByteArray();
  }

  /** Changes a few bytes from this index on, and cuts the end off. */
  private static byte[] broken(byte[] bytes, int from, Random random) {
    int length = bytes.length - from;
    for (int i = random.nextInt(4); i > 0; i--) {
      bytes[from + random.nextInt(length)] = (byte) random.nextInt();
    }
    return Arrays.copyOf(bytes, from + 1 + random.nextInt(length));
  }
}
