package dev.fanfare.gateway.websocket;

import static dev.fanfare.RawSocket.text;
import static dev.fanfare.RawSocket.upgrade;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.fanfare.Instance;
import dev.fanfare.NoComplaints;
import dev.fanfare.RawSocket;
import dev.fanfare.TlsCertificate;
import dev.fanfare.TopicView;
import dev.fanfare.WebSocketReader;
import dev.fanfare.metrics.Metric;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.protocol.CloseCode;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Sessions go from loop to loop, over real sockets, and their clients do not notice. */
@ExtendWith(NoComplaints.class)
@Timeout(120)
final class SessionBalancerTest {
  private static final int LOOPS = 3;

  @Test
  void who_is_moved_while_others_publish_misses_nothing_and_gets_nothing_twice() {
    int events = 600;
    try (Instance instance = start(Map.of());
        Mover mover = new Mover(instance)) {
      instance.publish("a", notice(-2));
      instance.publish("b", notice(-1));
      List<WebSocketReader> readers =
          Stream.generate(() -> WebSocketReader.open(instance, "a", "b")).limit(30).toList();
      Map<WebSocketReader, Map<String, TopicView>> views = new HashMap<>();
      for (int i = 0; i < events; i++) {
        instance.publish(i % 2 == 0 ? "a" : "b", notice(i));
      }
      String lastOfA = instance.publish("a", notice(events));
      String lastOfB = instance.publish("b", notice(events + 1));
      for (WebSocketReader reader : readers) {
        Map<String, TopicView> mine = views.computeIfAbsent(reader, _ -> new HashMap<>());
        while (!lastOfA.equals(position(mine, "a")) || !lastOfB.equals(position(mine, "b"))) {
          var delta = reader.next("delta");
          mine.computeIfAbsent(delta.string("topic"), _ -> new TopicView()).apply(delta);
        }
        assertThat(told(mine, "a")).isEqualTo(numbers(0, events));
        assertThat(told(mine, "b")).isEqualTo(numbers(1, events + 1));
        reader.close();
      }
      assertThat(mover.moves()).isGreaterThan(100);
    }
  }

  private static @Nullable String position(Map<String, TopicView> views, String topic) {
    TopicView view = views.get(topic);
    return view == null ? null : view.position();
  }

  private static List<String> told(Map<String, TopicView> views, String topic) {
    TopicView view = Objects.requireNonNull(views.get(topic));
    assertThat(view.resets()).isEqualTo(1);
    return view.told();
  }

  private static List<String> numbers(int first, int last) {
    return IntStream.iterate(first, i -> i <= last, i -> i + 2).mapToObj(String::valueOf).toList();
  }

  @Test
  void what_a_client_says_on_its_way_is_answered() {
    try (Instance instance = start(Map.of());
        Mover mover = new Mover(instance)) {
      List<WebSocketReader> clients =
          Stream.generate(() -> WebSocketReader.open(instance)).limit(4).toList();
      for (int i = 0; i < 800; i++) {
        var answer =
            clients
                .get(i % clients.size())
                .ask(
                    """
                    {"type":"publish","id":"%d","topic":"t","event":%s}
                    """
                        .formatted(i, notice(i)));
        assertThat(answer.string("type")).isEqualTo("ok");
        assertThat(answer.string("id")).isEqualTo(String.valueOf(i));
      }
      assertThat(mover.moves()).isPositive();
      assertThat(instance.publish("t", notice(800))).startsWith("801.");
      clients.forEach(WebSocketReader::close);
    }
  }

  @Test
  void whoever_closes_on_its_way_is_gone() {
    try (Instance instance = start(Map.of());
        Mover mover = new Mover(instance)) {
      Metrics metrics = instance.part(Metrics.class);
      instance.publish("t", notice(0));
      do {
        List<WebSocketReader> readers =
            Stream.generate(() -> WebSocketReader.open(instance, "t")).limit(10).toList();
        readers.forEach(WebSocketReader::close);
      } while (mover.moves() < 50);
      await().until(() -> metrics.value(Metric.SESSIONS) == 0);
      assertThat(metrics.value(Metric.SUBSCRIPTIONS)).isZero();
    }
  }

  @Test
  void the_goodbye_finds_who_is_on_its_way() {
    List<WebSocketReader> readers = new ArrayList<>();
    Instance instance = start(Map.of());
    try (Mover mover = new Mover(instance)) {
      instance.publish("t", notice(0));
      for (int i = 0; i < 60; i++) {
        readers.add(WebSocketReader.open(instance, "t"));
      }
      await().until(() -> mover.moves() > 100);
      instance.close();
    }
    assertThat(readers)
        .allSatisfy(
            reader -> assertThat(reader.closeCode()).isEqualTo(CloseCode.GOING_AWAY.code()));
  }

  @Test
  void tls_goes_with_its_socket(@TempDir Path files) throws Exception {
    TlsCertificate certificate = TlsCertificate.make(files);
    List<RawSocket> sockets = new ArrayList<>();
    try (Instance instance = start(certificate.properties());
        Mover mover = new Mover(instance)) {
      for (int i = 0; i < 4; i++) {
        RawSocket socket = certificate.connect(instance);
        socket.send(upgrade("?topic=t"));
        assertThat(socket.readHead()).contains("101 Switching Protocols");
        sockets.add(socket);
      }
      for (int i = 0; i < 400; i++) {
        sockets
            .get(i % sockets.size())
            .send(
                text(
                    """
                    {"type":"publish","id":"p","topic":"t","event":%s}
                    """
                        .formatted(notice(i))));
        for (RawSocket socket : sockets) {
          awaitNotice(socket, i);
        }
      }
      assertThat(mover.moves()).isPositive();
    }
    sockets.forEach(RawSocket::close);
  }

  private static void awaitNotice(RawSocket socket, int number) {
    String told;
    do {
      told = socket.next(RawSocket.TEXT).text();
    } while (!told.contains("\"data\":" + number + "}"));
  }

  private static Instance start(Map<String, Object> more) {
    Map<String, Object> properties = new HashMap<>(more);
    properties.put("micronaut.netty.event-loops.default.num-threads", LOOPS);
    return Instance.startWith(properties);
  }

  private static String notice(int number) {
    return "{\"kind\":\"notice\",\"data\":" + number + "}";
  }

  /** Has sessions carried by one loop, by two, by all, and again, until it is closed. */
  private static final class Mover implements AutoCloseable {
    private final SessionBalancer balancer;
    private final Metrics metrics;
    private final List<EventLoop> loops = new ArrayList<>();
    private final AtomicBoolean goesOn = new AtomicBoolean(true);

    /** Of its own: in the common pool it would be in the way of the clients. */
    private final Thread running;

    Mover(Instance instance) {
      instance.part(EventLoopGroup.class).forEach(loop -> loops.add((EventLoop) loop));
      assertThat(loops).hasSize(LOOPS);
      balancer = new SessionBalancer(loops, instance.part(Heartbeats.class));
      metrics = instance.part(Metrics.class);
      running = Thread.ofPlatform().start(this::run);
    }

    private void run() {
      int before = LOOPS;
      for (int carrying = 1; goesOn.get(); carrying = carrying % LOOPS + 1) {
        try {
          balancer.spread(before, carrying);
          before = carrying;
          // Each loop gets to what it was told, and to what else it has to do.
          loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly());
        } catch (RejectedExecutionException e) {
          return; // the instance was closed
        }
      }
    }

    long moves() {
      return metrics.value(Metric.MOVES);
    }

    @Override
    public void close() {
      goesOn.set(false);
      try {
        running.join();
      } catch (InterruptedException e) {
        throw new AssertionError("interrupted", e);
      }
    }
  }
}
