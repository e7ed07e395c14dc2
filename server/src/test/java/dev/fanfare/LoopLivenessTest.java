package dev.fanfare;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoopGroup;
import io.netty.util.concurrent.EventExecutor;
import java.net.http.HttpClient;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

final class LoopLivenessTest {
  @Test
  void an_instance_with_a_stuck_event_loop_is_not_alive() throws Exception {
    CountDownLatch stuck = new CountDownLatch(1);
    try (Instance instance = Instance.start();
        HttpClient client = HttpClient.newHttpClient()) {
      List<EventExecutor> loops =
          StreamSupport.stream(instance.part(EventLoopGroup.class).spliterator(), false).toList();
      assertThat(loops).hasSizeGreaterThan(1);
      assertThat(instance.get("/health/liveness").status()).isEqualTo(200);
      try {
        loops.getFirst().execute(() -> await(stuck));
        var answers = IntStream.range(0, 2 * loops.size()).mapToObj(_ -> ask(client, instance));
        var first = CompletableFuture.anyOf(answers.toArray(CompletableFuture[]::new));
        HttpResponse<?> answer = (HttpResponse<?>) first.get(20, TimeUnit.SECONDS);
        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body().toString()).contains("1 of " + loops.size() + " event loops");
      } finally {
        stuck.countDown();
      }
      assertThat(instance.get("/health/liveness").status()).isEqualTo(200);
    }
  }

  private static CompletableFuture<HttpResponse<String>> ask(HttpClient client, Instance instance) {
    return client.sendAsync(instance.request("/health/liveness").build(), BodyHandlers.ofString());
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
