package dev.fanfare.api;

import static dev.fanfare.Drafts.state;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.fanfare.backplane.Backplane;
import dev.fanfare.backplane.BackplaneUnavailableException;
import dev.fanfare.backplane.Following;
import dev.fanfare.backplane.OperationIds;
import dev.fanfare.backplane.Publication;
import dev.fanfare.backplane.PublishResult;
import dev.fanfare.backplane.StoreLimits;
import dev.fanfare.backplane.TopicListener;
import dev.fanfare.backplane.memory.MemoryBackplane;
import dev.fanfare.backplane.memory.StoreClock;
import dev.fanfare.fanout.Hub;
import dev.fanfare.fanout.HubSettings;
import dev.fanfare.metrics.Metrics;
import dev.fanfare.topic.Delta;
import dev.fanfare.topic.Event;
import dev.fanfare.topic.Key;
import dev.fanfare.topic.Position;
import dev.fanfare.topic.TopicLimits;
import dev.fanfare.topic.TopicLog;
import dev.fanfare.topic.TopicName;
import dev.fanfare.topic.User;
import io.netty.util.concurrent.ImmediateEventExecutor;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Which reads share an answer, over a store that answers on demand. */
final class TopicReadsTest {
  private static final TopicName TOPIC = new TopicName("t");

  private final Store store = new Store();
  private final TopicReads reads =
      new TopicReads(
          store,
          new Hub(
              store,
              List.of(ImmediateEventExecutor.INSTANCE),
              new HubSettings(TopicLimits.DEFAULT, Duration.ofSeconds(1)),
              new Metrics()),
          new Metrics());

  @Test
  void equal_questions_that_are_not_sent_yet_share_a_read_and_its_answer() {
    store.publish("a", 1);
    List<CompletableFuture<byte[]>> answers = IntStream.range(0, 20).mapToObj(_ -> ask()).toList();
    assertThat(store.asked).as("only the first one was sent").hasSize(1);
    store.answer();
    store.answer();
    assertThat(store.asked).hasSize(2);
    assertThat(answers).allMatch(CompletableFuture::isDone);
    for (var shared : answers.subList(2, 20)) {
      assertThat(shared.join()).isSameAs(answers.get(1).join());
    }
  }

  @Test
  void after_a_publication_is_answered_a_read_contains_it_though_one_is_in_progress() {
    store.publish("a", 1);
    var before = ask();
    store.publish("b", 1);
    var after = ask();
    store.answer();
    store.answer();
    assertThat(text(before)).contains("\"key\":\"a\"").doesNotContain("\"key\":\"b\"");
    assertThat(text(after)).contains("\"key\":\"a\"", "\"key\":\"b\"");
  }

  @Test
  void a_large_answer_in_use_is_given_again_if_the_head_has_not_moved() {
    store.publish("a", 30);
    store.publish("b", 30);
    store.publish("c", 30);
    byte[] first = answered(ask());
    assertThat(first).hasSizeGreaterThan(KnownAnswers.MIN_BYTES);
    Optional<Position> head = store.head();
    byte[] second = answered(ask());
    assertThat(second).isSameAs(first);
    assertThat(store.asked).containsExactly(Optional.empty(), head);
  }

  @Test
  void a_large_answer_is_made_anew_when_the_head_has_moved() {
    store.publish("a", 30);
    store.publish("b", 30);
    store.publish("c", 30);
    byte[] first = answered(ask());
    store.publish("d", 1);
    var second = ask();
    store.answer();
    store.answer();
    assertThat(text(second)).contains("\"key\":\"d\"").hasSizeGreaterThan(first.length);
  }

  @Test
  void different_questions_have_different_answers() {
    store.publish("a", 1);
    store.publish("b", 1);
    var all = ask();
    var one = reads.read(new TopicQuestion(TOPIC, null, new Key("b"), null)).toCompletableFuture();
    store.answer();
    store.answer();
    assertThat(text(all)).contains("\"key\":\"a\"", "\"key\":\"b\"");
    assertThat(text(one)).contains("\"key\":\"b\"").doesNotContain("\"key\":\"a\"");
  }

  @Test
  void few_reads_are_in_progress_at_once_and_none_is_forgotten() {
    List<CompletableFuture<byte[]>> answers =
        IntStream.range(0, 50)
            .mapToObj(i -> new TopicQuestion(new TopicName("t" + i), null, null, null))
            .map(question -> reads.read(question).toCompletableFuture())
            .toList();
    for (int i = 0; i < 50; i++) {
      assertThat(store.open).hasSizeLessThanOrEqualTo(TopicReads.MAX_UNDER_WAY).isNotEmpty();
      store.answer();
    }
    assertThat(answers).allMatch(CompletableFuture::isDone);
  }

  @Test
  void a_failed_read_fails_for_all_who_shared_it_and_the_next_is_sent() {
    var first = ask();
    var second = ask();
    var third = ask();
    store.fail();
    store.fail();
    for (var failed : List.of(first, second, third)) {
      assertThatThrownBy(failed::join).hasCauseInstanceOf(BackplaneUnavailableException.class);
    }
    var next = ask();
    store.answer();
    assertThat(text(next)).contains("\"events\":[]");
  }

  private CompletableFuture<byte[]> ask() {
    return reads.read(new TopicQuestion(TOPIC, null, null, null)).toCompletableFuture();
  }

  private byte[] answered(CompletableFuture<byte[]> asked) {
    store.answer();
    return asked.join();
  }

  private static String text(CompletableFuture<byte[]> answer) {
    return new String(answer.join(), UTF_8);
  }

  /** Reads when it is asked, and answers on demand. */
  private static final class Store implements Backplane {
    private final MemoryBackplane memory =
        new MemoryBackplane(
            StoreLimits.DEFAULT,
            StoreClock.system(),
            new OperationIds(new Random(1)),
            new Metrics());

    final List<Optional<Position>> asked = new ArrayList<>();
    final Queue<Runnable> open = new ArrayDeque<>();
    private boolean failing;

    void publish(String key, int kilobytes) {
      String data = "\"" + "x".repeat(kilobytes * 1_000) + "\"";
      publish(Publication.of(TOPIC, state(key, data)));
    }

    Optional<Position> head() {
      return Optional.ofNullable(memory.open(TOPIC).toCompletableFuture().join().head());
    }

    void answer() {
      failing = false;
      open.remove().run();
    }

    void fail() {
      failing = true;
      open.remove().run();
    }

    @Override
    public CompletionStage<Delta> since(TopicName topic, @Nullable Position position) {
      asked.add(Optional.ofNullable(position));
      Delta read = memory.since(topic, position).toCompletableFuture().join();
      CompletableFuture<Delta> answer = new CompletableFuture<>();
      open.add(() -> {
        if (failing) {
          answer.completeExceptionally(new BackplaneUnavailableException("away"));
        } else {
          answer.complete(read);
        }
      });
      return answer;
    }

    @Override
    public CompletionStage<PublishResult> publish(Publication publication) {
      return memory.publish(publication);
    }

    @Override
    public CompletionStage<TopicLog> open(TopicName topic) {
      return memory.open(topic);
    }

    @Override
    public CompletionStage<Optional<Event.State>> latest(TopicName topic, User user) {
      return memory.latest(topic, user);
    }

    @Override
    public Following follow(TopicName topic, TopicListener listener) {
      return memory.follow(topic, listener);
    }

    @Override
    public CompletionStage<OptionalLong> sweep(TopicName topic) {
      return memory.sweep(topic);
    }

    @Override
    public Optional<String> outage() {
      return Optional.empty();
    }
  }
}
