package dev.fanfare.backplane.redis;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * Runs a limited number of operations at the same time. Others wait and begin in the order in which
 * they came. Safe for any thread.
 */
final class ConcurrencyLimit {
  private final int most;
  private final Executor executor;
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private int running;

  /**
   * @param most the limit of operations that run at the same time
   * @param executor begins an operation that had to wait
   */
  ConcurrencyLimit(int most, Executor executor) {
    this.most = most;
    this.executor = executor;
  }

  /** Begins the operation now or later. It counts as running until its stage is complete. */
  <T> CompletionStage<T> run(Supplier<CompletionStage<T>> operation) {
    CompletableFuture<T> result = new CompletableFuture<>();
    Runnable start = () -> start(operation, result);
    synchronized (waiting) {
      if (running == most) {
        waiting.add(start);
        return result;
      }
      running++;
    }
    start.run();
    return result;
  }

  private <T> void start(Supplier<CompletionStage<T>> operation, CompletableFuture<T> result) {
    CompletionStage<T> stage;
    try {
      stage = operation.get();
    } catch (RuntimeException bug) {
      stage = CompletableFuture.failedStage(bug);
    }
    stage.whenComplete((value, failure) -> {
      try {
        if (failure == null) {
          result.complete(value);
        } else {
          result.completeExceptionally(failure);
        }
      } finally {
        startNext();
      }
    });
  }

  private void startNext() {
    Runnable next;
    synchronized (waiting) {
      next = waiting.poll();
      if (next == null) {
        running--;
      }
    }
    if (next != null) {
      executor.execute(next);
    }
  }
}
