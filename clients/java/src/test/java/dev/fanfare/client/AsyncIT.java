package dev.fanfare.client;

import static dev.fanfare.client.Events.BOARD;
import static dev.fanfare.client.Events.gone;
import static dev.fanfare.client.Events.shown;
import static dev.fanfare.client.Events.state;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.fanfare.topic.Position;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Futures and listeners, against a real instance. */
@Timeout(60)
class AsyncIT {
  private static Instance instance;

  @BeforeAll
  static void start() {
    instance = new Instance();
  }

  @AfterAll
  static void stop() {
    instance.close();
  }

  @Test
  void publishesReadsAndFollows() throws Exception {
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      AsyncFanfare async = fanfare.async();
      async.check().join();
      assertThat(async.publish(BOARD, state("a", 1)).join().seq()).isEqualTo(1);
      BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
      FollowHandle board = async.follow(BOARD, changes::add);
      assertThat(shown(take(changes).view())).isEqualTo(Map.of("a", "1"));
      List<Position> both = async.publishAll("board:42", List.of(state("b", 2), gone("a"))).join();
      assertThat(both).extracting(Position::seq).containsExactly(2L, 3L);
      assertThat(shown(take(changes).events())).isEqualTo(List.of("b=2", "-a"));
      assertThat(shown(async.view("board:42").join())).isEqualTo(Map.of("b", "2"));
      board.close();
      board.end().toCompletableFuture().get(5, SECONDS);
      async.publish("board:42", state("c", 3)).join();
      assertThat(shown(async.view(BOARD).join())).isEqualTo(Map.of("b", "2", "c", "3"));
      assertThat(changes).isEmpty();
    }
  }

  @Test
  void aCallStartsAtOnce() {
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      CompletableFuture<Position> first = fanfare.async().publish("at:once", state("a", 1));
      CompletableFuture<Position> second = fanfare.async().publish("at:once", state("a", 2));
      CompletableFuture.allOf(first, second).join();
      assertThat(List.of(first.join().seq(), second.join().seq())).containsExactly(1L, 2L);
    }
  }

  @Test
  void aFollowEndsWithTheClient() throws Exception {
    Fanfare fanfare = Fanfare.connect(instance.url());
    BlockingQueue<Change> changes = new LinkedBlockingQueue<>();
    FollowHandle board = fanfare.async().follow("ends", changes::add);
    take(changes);
    fanfare.close();
    board.end().toCompletableFuture().get(5, SECONDS);
  }

  @Test
  void aFailureIsTheCauseOfWhatAFutureThrows() {
    try (Fanfare fanfare = Fanfare.connect(URI.create("http://127.0.0.1:1"))) {
      AsyncFanfare async = fanfare.async();
      assertFailed(async.publish("no topic", state("a", 1)));
      assertFailed(async.view("no topic"));
      assertFailed(async.follow("no topic", _ -> {}).end().toCompletableFuture());
    }
  }

  @Test
  void anExceptionOfTheListenerEndsTheFollow() {
    try (Fanfare fanfare = Fanfare.connect(instance.url())) {
      FollowHandle board =
          fanfare
              .async()
              .follow(
                  "throws",
                  _ -> {
                    throw new IllegalStateException("the listener's own");
                  });
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(board.end().toCompletableFuture()::join)
          .withMessageContaining("the listener's own");
    }
  }

  private static void assertFailed(CompletableFuture<?> future) {
    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(future::join)
        .withCauseInstanceOf(FanfareException.class)
        .withMessageContaining("topic \"no topic\": expected");
  }

  private static Change take(BlockingQueue<Change> changes) throws InterruptedException {
    Change change = changes.poll(20, SECONDS);
    assertThat(change).isNotNull();
    return change;
  }
}
