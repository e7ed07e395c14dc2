package dev.fanfare.fanout;

import io.netty.util.concurrent.AbstractScheduledEventExecutor;
import io.netty.util.concurrent.Future;
import io.netty.util.concurrent.GlobalEventExecutor;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.TimeUnit;

/**
 * An event loop that runs one task at each call of {@link #step}. Its clock moves only on demand.
 */
final class StepLoop extends AbstractScheduledEventExecutor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final MockTicker ticker = Ticker.newMockTicker();
  private boolean running;
  private final List<Throwable> failures = new ArrayList<>();

  /** Runs the first waiting task; false if none is waiting. */
  boolean step() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    running = true;
    try {
      task.run();
    } catch (RuntimeException | Error failure) { // like Netty, which logs it and continues
      failures.add(failure);
    } finally {
      running = false;
    }
    return true;
  }

  /** Lets time pass; tasks that are due then wait to be run. Returns whether any task waits. */
  boolean pass(Duration time) {
    ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
    running = true;
    for (Runnable due = pollScheduledTask(ticker.nanoTime());
        due != null;
        due = pollScheduledTask(ticker.nanoTime())) {
      tasks.add(due);
    }
    running = false;
    return !tasks.isEmpty();
  }

  /** Lets time pass, as if the running task took so long. */
  void work(Duration time) {
    ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** The exceptions of tasks. */
  List<Throwable> failures() {
    return failures;
  }

  @Override
  public Ticker ticker() {
    return ticker;
  }

  @Override
  public void execute(Runnable task) {
    tasks.add(task);
  }

  @Override
  public boolean inEventLoop(Thread thread) {
    return running;
  }

  @Override
  public boolean isShuttingDown() {
    return false;
  }

  @Override
  public boolean isShutdown() {
    return false;
  }

  @Override
  public boolean isTerminated() {
    return false;
  }

  @Override
  public boolean awaitTermination(long timeout, TimeUnit unit) {
    return false;
  }

  @Override
  public Future<?> shutdownGracefully(long quiet, long timeout, TimeUnit unit) {
    return terminationFuture();
  }

  @Override
  public Future<?> terminationFuture() {
    return GlobalEventExecutor.INSTANCE.newFailedFuture(
        new UnsupportedOperationException("the loop ends with its test"));
  }

  @Override
  @Deprecated
  public void shutdown() {}
}
