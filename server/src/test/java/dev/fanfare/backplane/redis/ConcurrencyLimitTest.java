package dev.fanfare.backplane.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Operations that may not all run at once. */
final class ConcurrencyLimitTest {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final ConcurrencyLimit limit = new ConcurrencyLimit(2, tasks::add);
  private final List<CompletableFuture<String>> begun = new ArrayList<>();

  @Test
  void at_most_two_run_and_the_others_begin_in_their_order() {
    List<CompletionStage<String>> results = List.of(run(), run(), run(), run());
    assertThat(begun).hasSize(2);
    begun.get(1).complete("b");
    runTasks();
    assertThat(begun).hasSize(3);
    assertThat(results.get(1)).isCompletedWithValue("b");
    begun.get(0).complete("a");
    begun.get(2).complete("c");
    runTasks();
    assertThat(begun).hasSize(4);
    begun.get(3).complete("d");
    assertThat(results.get(3)).isCompletedWithValue("d");
    run();
    run();
    assertThat(begun).as("both places are free again").hasSize(6);
  }

  @Test
  void a_failure_frees_its_place() {
    CompletionStage<String> first = run();
    run();
    CompletionStage<String> thrown =
        limit.run(() -> {
          throw new IllegalStateException("not begun");
        });
    begun.get(0).completeExceptionally(new IllegalStateException("failed"));
    runTasks();
    assertThat(first).isCompletedExceptionally();
    assertThat(thrown).isCompletedExceptionally();
    run();
    assertThat(begun).hasSize(3);
  }

  @Test
  void many_that_wait_and_fail_at_once_do_not_use_up_the_stack() {
    run();
    run();
    List<CompletionStage<String>> failing = new ArrayList<>();
    for (int i = 0; i < 100_000; i++) {
      failing.add(limit.run(() -> CompletableFuture.failedStage(new IllegalStateException())));
    }
    begun.get(0).complete("a");
    runTasks();
    assertThat(failing).allMatch(it -> it.toCompletableFuture().isCompletedExceptionally());
  }

  private CompletionStage<String> run() {
    return limit.run(() -> {
      CompletableFuture<String> operation = new CompletableFuture<>();
      begun.add(operation);
      return operation;
    });
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }
}
