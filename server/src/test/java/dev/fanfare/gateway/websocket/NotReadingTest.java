package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.RedisServer;
import dev.fanfare.WebSocketReader;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.JsonObject;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send messages and do not read the answers, over real sockets. */
@Timeout(120)
@ExtendWith(NoComplaints.class)
final class NotReadingTest {
  private static final int FIRST_FRAGMENT = 0x01;
  private static final int FRAGMENT = 0x00;
  private static final int MANY = 50_000;
  private static final String UNLIMITED = "message-burst=10000000";

  /** Each kind of frame as the client sends it again and again: no byte of payload, no mask. */
  @ParameterizedTest
  @ValueSource(ints = {0x89, 0x8a, 0x82, 0x81, FIRST_FRAGMENT})
  void a_client_that_ignores_the_rate_limit_is_cut_whatever_it_sends(int kind) {
    try (Instance instance = Instance.start("messages-per-second=1", "message-burst=20");
        RawSocket raw = RawSocket.open(instance, "")) {
      raw.send(frame(kind));
      raw.send(many(frame(kind == FIRST_FRAGMENT ? FRAGMENT : kind), 60));
      JsonObject goodbye = raw.next("goodbye");
      assertThat(goodbye.optionalInteger("code")).hasValue(4002);
      assertThat(raw.next(RawSocket.CLOSE).closeCode()).isEqualTo(4002);
    }
  }

  @Test
  void messages_in_fragments_of_16_KiB_count_as_messages() {
    try (Instance instance = Instance.start("messages-per-second=1", "message-burst=5");
        var reader = WebSocketReader.open(instance)) {
      for (int i = 0; i < 5; i++) {
        // The JDK's client sends it in eight fragments.
        reader.send("{\"type\":\"pong\",\"x\":\"" + "x".repeat(120 * 1024) + "\"}");
      }
      reader.send("{\"type\":\"pong\"}");
      assertThat(reader.next("error").string("code")).isEqualTo("rate_limited");
    }
  }

  @Test
  void nothing_is_read_from_a_client_that_does_not_read_and_it_gets_every_answer_later() {
    try (Instance instance = Instance.start(UNLIMITED);
        RawSocket raw = RawSocket.open(instance, "");
        var bystander = WebSocketReader.open(instance, "t")) {
      Metrics metrics = instance.part(Metrics.class);
      var sending = CompletableFuture.runAsync(() -> raw.send(many(frame(0x82), MANY)));
      await().until(() -> metrics.value(Metric.PAUSED_SOCKETS) == 1);
      long refused = metrics.value(Metric.REFUSED);
      bystander.next("delta");
      instance.publish("t", "{\"kind\":\"notice\",\"data\":1}");
      bystander.next("delta");
      assertThat(metrics.value(Metric.REFUSED)).isEqualTo(refused).isLessThan(MANY);
      for (int i = 0; i < MANY; i++) {
        assertThat(raw.next("error").string("code")).isEqualTo("bad_message");
      }
      sending.join();
      await().until(() -> metrics.value(Metric.PAUSED_SOCKETS) == 0);
      assertThat(metrics.value(Metric.SESSIONS)).isEqualTo(2);
    }
  }

  @Test
  void a_client_that_never_reads_is_cut_for_that_and_not_for_silence() {
    try (Instance instance = Instance.start(UNLIMITED, "unread=6s", "heartbeat=1s");
        RawSocket raw = RawSocket.open(instance, "")) {
      Metrics metrics = instance.part(Metrics.class);
      var sending = CompletableFuture.runAsync(() -> flood(raw));
      await().until(() -> metrics.value(Metric.PAUSED_SOCKETS) == 1);
      await().until(() -> metrics.value(Metric.NOT_READING) == 1);
      await().until(() -> metrics.value(Metric.SESSIONS) == 0);
      sending.join();
      assertThat(metrics.value(Metric.PAUSED_SOCKETS)).isZero();
    }
  }

  private static void flood(RawSocket raw) {
    try {
      while (true) {
        raw.send(many(frame(0x82), 1_000));
      }
    } catch (UncheckedIOException cut) {
      assertThat(cut).hasCauseInstanceOf(IOException.class);
    }
  }

  @Test
  void a_client_that_publishes_faster_than_the_store_waits_and_loses_nothing() {
    try (RedisServer redis = RedisServer.start();
        Instance instance = Instance.start(UNLIMITED, "redis.uri=" + redis.uri());
        RawSocket raw = RawSocket.open(instance, "")) {
      Metrics metrics = instance.part(Metrics.class);
      int count = 60;
      String data = "x".repeat(60_000);
      redis.pause();
      var sending =
          CompletableFuture.runAsync(() -> {
            for (int i = 0; i < count; i++) {
              raw.send(
                  RawSocket.text(
                      """
                      {"type":"publish","id":"%d","topic":"t","event":{"kind":"notice","data":"%s"}}
                      """
                          .formatted(i, data)));
            }
          });
      await().until(() -> metrics.value(Metric.PAUSED_SOCKETS) == 1);
      redis.resume();
      for (int i = 0; i < count; i++) {
        assertThat(raw.next("ok").string("id")).isEqualTo(String.valueOf(i));
      }
      sending.join();
      await().until(() -> metrics.value(Metric.PAUSED_SOCKETS) == 0);
    }
  }

  private static byte[] frame(int first) {
    return new byte[] {(byte) first, (byte) 0x80, 0, 0, 0, 0};
  }

  private static byte[] many(byte[] frame, int count) {
    byte[] all = new byte[frame.length * count];
    for (int i = 0; i < count; i++) {
      System.arraycopy(frame, 0, all, i * frame.length, frame.length);
    }
    return all;
  }
}
