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
 * The one thread that owns all mutable state of a client; it never blocks. Tasks run in the order
 * in which they were given.
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

  /**
   * Runs the task; once the loop has ended, on the caller's thread, so that the task sees the end.
   */
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

  /** Runs the task once; the result cancels it. */
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
      LOG.error("a task of the client failed because of a bug", bug);
    }
  }

  boolean isClosed() {
    return thread.isShutdown();
  }

  /** Runs what is due within {@link #END_WITHIN}, and cancels all other timers. */
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
