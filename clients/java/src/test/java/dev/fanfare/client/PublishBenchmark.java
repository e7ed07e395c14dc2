package dev.fanfare.client;

import dev.fanfare.client.http.StandaloneTopicsApi;
import dev.fanfare.protocol.DraftWriter;
import dev.fanfare.topic.Draft;
import dev.fanfare.topic.TopicName;
import io.reactivex.rxjava3.core.Completable;
import io.reactivex.rxjava3.core.Flowable;
import io.reactivex.rxjava3.core.Single;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * 50,000 events from one thread to a local instance: through the client, and as one POST each
 * through the same HTTP client, one after the other and 16 at a time. Run by hand. It starts the
 * packaged server unless its argument is the URL of one.
 */
final class PublishBenchmark {
  private static final int EVENTS = 50_000;
  private static final int KEYS = 1_000;
  private static final int AT_A_TIME = 16;
  private static final int ROUNDS = 3;

  private final URI server;
  private final PrintStream out;

  private PublishBenchmark(URI server, PrintStream out) {
    this.server = server;
    this.out = out;
  }

  static void main(String[] arguments) {
    PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
    if (arguments.length > 0) {
      new PublishBenchmark(URI.create(arguments[0]), out).run();
      return;
    }
    try (Instance instance = new Instance()) {
      new PublishBenchmark(instance.url(), out).run();
    }
  }

  private void run() {
    for (int round = 1; round <= ROUNDS; round++) {
      double sequential = rate("one POST each, one after the other", posts(1), EVENTS / 5);
      double concurrent = rate("one POST each, 16 at a time", posts(AT_A_TIME), EVENTS);
      double stream = rate("client, publishEach", this::stream, EVENTS);
      double singles = rate("client, publish", this::singles, EVENTS);
      out.printf(
          "round %d: publishEach x %.1f of sequential, x %.1f of concurrent; publish x %.1f, x %.1f%n",
          round,
          stream / sequential,
          stream / concurrent,
          singles / sequential,
          singles / concurrent);
    }
  }

  private interface Publishing {
    void publish(String topic, int events);
  }

  private double rate(String what, Publishing publishing, int events) {
    String topic = "bench:" + Math.abs(System.nanoTime());
    System.gc();
    long start = System.nanoTime();
    publishing.publish(topic, events);
    double seconds = Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3;
    Runtime runtime = Runtime.getRuntime();
    long before = runtime.totalMemory() - runtime.freeMemory();
    System.gc();
    long after = runtime.totalMemory() - runtime.freeMemory();
    out.printf(
        "%-36s %,8.0f events/s   heap %d MiB, after GC %d MiB%n",
        what, events / seconds, before >> 20, after >> 20);
    return events / seconds;
  }

  private Publishing posts(int atATime) {
    return (topic, events) -> {
      try (StandaloneTopicsApi api = new StandaloneTopicsApi(null)) {
        Flowable.range(0, events)
            .flatMapCompletable(i -> post(api, topic, i), false, atATime)
            .blockingAwait();
      }
    };
  }

  private Completable post(StandaloneTopicsApi api, String topic, int i) {
    byte[] body = DraftWriter.write(draft(i));
    return Single.fromPublisher(api.publish(server.toString(), topic, topic + i, body))
        .ignoreElement();
  }

  private void stream(String topic, int events) {
    try (Fanfare fanfare = Fanfare.connect(server)) {
      Flowable<Draft> drafts = Flowable.range(0, events).map(PublishBenchmark::draft);
      fanfare.publishEach(topic, drafts).ignoreElements().blockingAwait();
    }
  }

  private void singles(String topic, int events) {
    TopicName name = new TopicName(topic);
    try (Fanfare fanfare = Fanfare.connect(server)) {
      List<Completable> all =
          Flowable.range(0, events)
              .map(i -> fanfare.publish(name, draft(i)).ignoreElement())
              .toList()
              .blockingGet();
      Completable.merge(all).blockingAwait();
    }
  }

  private static Draft draft(int i) {
    return Events.state("card:" + i % KEYS, "{\"title\":\"card " + i + "\",\"done\":false}");
  }
}
