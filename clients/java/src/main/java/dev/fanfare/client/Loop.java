package dev.fanfare.client;

import io.reactivex.rxjava3.disposables.Disposable;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that owns all that changes in a client; it never waits. Tasks run in the order in
 * which they came.
 */
final class Loop implements Executor, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

  private static final Duration END_WITHIN = Duration.ofSeconds(1);

  private final ScheduledThreadPoolExecutor thread =
      new ScheduledThreadPoolExecutor(
          1, Thread.ofPlatform().daemon().name("fanfare-client").factory());

  Loop() {
    thread.setRemoveOnCancelPolicy(true);
  }

  /** By a clock that never goes back. */
  long nanos() {
    return System.nanoTime();
  }

  /** Runs the task; once the loop has ended, on the caller's thread, to be told that it is over. */
  @Override
  public void execute(Runnable task) {
    try {
      thread.execute(() -> run(task));
    } catch (RejectedExecutionException e) {
      synchronized (thread) {
        run(task);
      }
    }
  }

  /** Runs the task once; the answer cancels it. */
  Disposable after(Duration wait, Runnable task) {
    try {
      ScheduledFuture<?> timer =
          thread.schedule(() -> run(task), wait.toNanos(), TimeUnit.NANOSECONDS);
      return Disposable.fromFuture(timer, false);
    } catch (RejectedExecutionException e) {
      return Disposable.disposed();
    }
  }

  private static void run(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException | Error bug) {
      LOG.error("a task of the client fails by a bug", bug);
    }
  }

  boolean isClosed() {
    return thread.isShutdown();
  }

  /** Does what is to be done yet, but waits for no timer. */
  @Override
  public void close() {
    thread.shutdown();
    try {
      thread.awaitTermination(END_WITHIN.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    thread.shutdownNow();
  }
}
