package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.TopicView;
import dev.fanfare.WebSocketReader;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Snapshot, live delivery and catching up, over real sockets. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class DeliveryTest {
  private static final String LARGE = "\"" + "x".repeat(60_000) + "\"";

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
  void a_reader_that_joins_while_others_publish_gets_every_event_once() {
    instance.publish("busy", state("k0", "\"first\""));
    int count = 400;
    var publisher =
        CompletableFuture.supplyAsync(() -> {
          String last = "";
          for (int i = 0; i < count; i++) {
            last = instance.publish("busy", state("k" + i % 7, String.valueOf(i)));
          }
          return last;
        });
    List<WebSocketReader> readers = new ArrayList<>();
    do {
      readers.add(WebSocketReader.open(instance, "busy"));
    } while (!publisher.isDone() && readers.size() < 40);
    String last = publisher.join();
    for (WebSocketReader reader : readers) {
      TopicView view = reader.readUntil(last, new TopicView());
      assertThat(view.state()).isEqualTo(instance.read("busy").state());
      assertThat(view.resets()).isEqualTo(1);
      reader.close();
    }
  }

  @Test
  void a_large_snapshot_comes_in_parts_of_one_delta() {
    for (int i = 0; i < 10; i++) {
      instance.publish("parts", state("k" + i, LARGE));
    }
    try (var reader = WebSocketReader.open(instance, "parts")) {
      TopicView view = new TopicView();
      List<Boolean> more = new ArrayList<>();
      do {
        JsonObject part = reader.next("delta");
        assertThat(part.required("events").json().length()).isLessThan(257 * 1024);
        more.add(part.has("more"));
        view.apply(part);
      } while (more.getLast());
      assertThat(more).containsExactly(true, true, false);
      assertThat(view.state()).hasSize(10).containsOnlyKeys(keys(10));
      assertThat(view.position()).isEqualTo(instance.read("parts").position());
    }
  }

  private static List<String> keys(int count) {
    return IntStream.range(0, count).mapToObj(i -> "k" + i).toList();
  }

  @Test
  void state_expires_and_every_reader_receives_that() {
    try (var reader = WebSocketReader.open(instance, "brief")) {
      TopicView view = new TopicView();
      view.apply(reader.next("delta"));
      instance.publish(
          "brief", "{\"kind\":\"state\",\"key\":\"k\",\"data\":1,\"ttlMs\":40,\"user\":\"u\"}");
      view.apply(reader.next("delta"));
      assertThat(view.state()).containsEntry("k", "1");
      view.apply(reader.next("delta"));
      JsonObject gone = view.events().getLast();
      assertThat(gone.string("kind")).isEqualTo("gone");
      assertThat(gone.string("key")).isEqualTo("k");
      assertThat(gone.string("reason")).isEqualTo("expired");
      assertThat(view.state()).isEmpty();
    }
  }

  @Test
  void a_slow_reader_costs_others_nothing_and_catches_up_with_one_event_a_key() {
    Metrics metrics = instance.part(Metrics.class);
    instance.publish("slow", state("small", "\"first\""));
    try (RawSocket slow = RawSocket.open(instance, "?topic=slow");
        var quick = WebSocketReader.open(instance, "slow")) {
      TopicView all = new TopicView();
      all.apply(quick.next("delta"));
      long skips = metrics.value(Metric.SLOW_SKIPS);
      int published = 1;
      while (metrics.value(Metric.SLOW_SKIPS) == skips) {
        String position = instance.publish("slow", state("large" + published++ % 3, LARGE));
        quick.readUntil(position, all);
      }
      for (int i = 0; i < 20; i++) {
        published++;
        quick.readUntil(instance.publish("slow", state("small", String.valueOf(i))), all);
      }
      assertThat(all.events()).as("the quick reader gets every event").hasSize(published);
      TopicView late = new TopicView();
      while (!Objects.equals(all.position(), late.position())) {
        late.apply(slow.next("delta"));
      }
      assertThat(late.state()).isEqualTo(all.state());
      assertThat(late.told().stream().filter(it -> !it.equals(LARGE)))
          .containsExactly("\"first\"", "19");
      assertThat(late.resets()).isEqualTo(1);
    }
  }

  @Test
  void a_reader_that_reads_nothing_is_cut() {
    try (Instance brisk = Instance.start("heartbeat=1s", "unread=1s");
        RawSocket stuck = RawSocket.open(brisk, "?topic=stuck")) {
      Metrics metrics = brisk.part(Metrics.class);
      while (metrics.value(Metric.SLOW_SKIPS) == 0 && metrics.value(Metric.SESSIONS) == 1) {
        brisk.publish("stuck", state("k", LARGE));
      }
      await().until(() -> metrics.value(Metric.SESSIONS) == 0);
      assertThat(stuck.next("welcome").string("instance")).isNotBlank();
    }
  }

  @Test
  void a_reader_that_was_cut_finds_the_reason_when_it_reads_again() {
    try (Instance strict = Instance.start("unread=300ms");
        RawSocket stuck = RawSocket.open(strict, "?topic=stuck")) {
      Metrics metrics = strict.part(Metrics.class);
      fill(strict, "stuck");
      await().until(() -> metrics.value(Metric.NOT_READING) == 1);
      await().until(() -> metrics.value(Metric.SESSIONS) == 0);
      assertThat(metrics.value(Metric.FULL_SOCKETS)).isZero();
      JsonObject goodbye = stuck.next("goodbye");
      assertThat(goodbye.optionalInteger("code")).hasValue(4003);
      assertThat(goodbye.string("reason")).isEqualTo("not_reading");
      assertThat(goodbye.optionalInteger("retryAfterMs")).hasValue(0);
      assertThat(stuck.next(RawSocket.CLOSE).closeCode()).isEqualTo(4003);
      assertThat(stuck.readToEnd()).isEmpty();
    }
  }

  @Test
  void a_reader_that_reads_very_little_is_never_cut() {
    Duration unread = Duration.ofMillis(500);
    try (Instance strict = Instance.start("unread=" + unread.toMillis() + "ms");
        RawSocket slow = RawSocket.open(strict, "?topic=slow")) {
      Metrics metrics = strict.part(Metrics.class);
      fill(strict, "slow");
      // In each period it reads less than the kernel waits for before it asks for more.
      Iterator<Integer> sips = IntStream.range(0, 25).iterator();
      await()
          .pollInterval(unread.dividedBy(5))
          .until(() -> {
            slow.skip(4096);
            sips.next();
            return !sips.hasNext();
          });
      assertThat(metrics.value(Metric.NOT_READING)).isZero();
      assertThat(metrics.value(Metric.FULL_SOCKETS)).isEqualTo(1);
    }
  }

  /** Publishes until the topic's only reader can take no more. */
  private static void fill(Instance instance, String topic) {
    Metrics metrics = instance.part(Metrics.class);
    while (metrics.value(Metric.SLOW_SKIPS) == 0) {
      instance.publish(topic, state("k", LARGE));
    }
  }

  private static String state(String key, String data) {
    return "{\"kind\":\"state\",\"key\":\"" + key + "\",\"data\":" + data + "}";
  }
}
