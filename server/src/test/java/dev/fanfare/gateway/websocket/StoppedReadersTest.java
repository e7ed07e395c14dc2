package dev.fanfare.gateway.websocket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.TopicView;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.TopicLimits;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** Readers cost an instance no more than their sockets' buffers, however slow they are. */
@ExtendWith(NoComplaints.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class StoppedReadersTest {
  private static final int READERS = 500;
  private static final int PUBLISHES = 50_000;
  private static final int BATCH = 100;
  private static final int ROUNDS = 5;
  private static final int LARGE_KEYS = 4;
  private static final int LARGE_CHARS = 60_000;

  /** The bytes of one event on the wire, without the large events. */
  private static final int EVENT_BYTES = 300;

  /**
   * The bytes that wait in full sockets: each one's buffer up to its mark, and the batch that went
   * over it.
   */
  private static final long MAX_WAITING_BYTES =
      READERS * (WriteBufferWaterMark.DEFAULT.high() + (long) BATCH * EVENT_BYTES);

  /**
   * The difference that a garbage collection may make: the log, in the store and in the replica.
   */
  private static final long FLAT_BYTES = 2L * TopicLimits.DEFAULT.logBytes();

  private Instance instance;
  private Metrics metrics;
  private final List<Reader> readers = new ArrayList<>();

  private record Reader(RawSocket socket, TopicView view) {
    void readTo(@Nullable String position) {
      do {
        view.apply(socket.next("delta"));
        view.forgetEvents();
      } while (!Objects.equals(view.position(), position));
    }
  }

  /** The bytes in use: on the heap after a collection, and by Netty outside the heap. */
  private record Used(long heap, long direct) {
    static Used now() {
      System.gc();
      Runtime runtime = Runtime.getRuntime();
      return new Used(runtime.totalMemory() - runtime.freeMemory(), directNow());
    }

    static long directNow() {
      return Stream.of(
              ByteBufAllocator.DEFAULT,
              PooledByteBufAllocator.DEFAULT,
              UnpooledByteBufAllocator.DEFAULT)
          .distinct()
          .mapToLong(it -> ((ByteBufAllocatorMetricProvider) it).metric().usedDirectMemory())
          .sum();
    }
  }

  @BeforeAll
  void open() {
    instance = Instance.start("heartbeat=10m", "unread=10m");
    metrics = instance.part(Metrics.class);
    for (int i = 0; i < LARGE_KEYS; i++) {
      instance.publish("soak", state("large" + i, "x".repeat(LARGE_CHARS)));
    }
    publish(0, 1_000);
    String head = instance.read("soak").position();
    for (int i = 0; i < READERS; i++) {
      Reader reader = new Reader(RawSocket.open(instance, "?topic=soak"), new TopicView());
      reader.readTo(head);
      readers.add(reader);
    }
  }

  @AfterAll
  void close() {
    readers.forEach(it -> it.socket.close());
    instance.close();
  }

  @Test
  void five_hundred_stopped_readers_cost_their_buffers_and_all_converge() throws Exception {
    Used before = Used.now();
    for (int round = 0; round < ROUNDS; round++) {
      publish(round * PUBLISHES / ROUNDS, PUBLISHES / ROUNDS);
      Used during = Used.now();
      assertThat(during.heap).isLessThan(before.heap + FLAT_BYTES);
      assertThat(during.direct).isLessThan(before.direct + MAX_WAITING_BYTES);
    }
    assertThat(metrics.value(Metric.FULL_SOCKETS)).isEqualTo(READERS);
    assertThat(readAgain(instance.read("soak")))
        .as("the most that Netty used while all caught up")
        .isLessThan(before.direct + MAX_WAITING_BYTES);
    await().until(() -> metrics.value(Metric.FULL_SOCKETS) == 0);
  }

  /**
   * Lets all readers read until they are where the store is; returns the most memory that this
   * took.
   */
  private long readAgain(TopicView stored) throws Exception {
    long most = 0;
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> reading = new ArrayList<>();
      readers.forEach(it -> reading.add(threads.submit(() -> it.readTo(stored.position()))));
      while (!reading.stream().allMatch(Future::isDone)) {
        most = Math.max(most, Used.directNow());
      }
      for (Future<?> done : reading) {
        done.get();
      }
    }
    assertThat(readers).allMatch(it -> it.view.state().equals(stored.state()));
    return most;
  }

  private void publish(int from, int count) {
    for (int first = from; first < from + count; first += BATCH) {
      String batch =
          IntStream.range(first, first + BATCH)
              .mapToObj(StoppedReadersTest::event)
              .collect(Collectors.joining(",", "[", "]"));
      assertThat(instance.post("/v1/topics/soak/events", batch).status()).isEqualTo(200);
    }
  }

  private static String event(int i) {
    return switch (i % 4) {
      case 0 -> "{\"kind\":\"notice\",\"data\":" + i + "}";
      case 1 -> "{\"kind\":\"notice\",\"key\":\"k" + i % 300 + "\",\"data\":" + i + "}";
      default -> state("k" + i % 300, i + "y".repeat(100));
    };
  }

  private static String state(String key, String text) {
    return "{\"kind\":\"state\",\"key\":\"" + key + "\",\"data\":\"" + text + "\"}";
  }
}
