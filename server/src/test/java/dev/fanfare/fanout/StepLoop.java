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

/** An event loop that runs one task when it is told to, and whose clock moves likewise. */
final class StepLoop extends AbstractScheduledEventExecutor {
  private final Queue<Runnable> tasks = new ArrayDeque<>();
  private final MockTicker ticker = Ticker.newMockTicker();
  private boolean running;
  private final List<Throwable> failures = new ArrayList<>();

  /** Runs the first task that waits; false if none does. */
  boolean step() {
    Runnable task = tasks.poll();
    if (task == null) {
      return false;
    }
    running = true;
    try {
      task.run();
    } catch (RuntimeException | Error failure) { // as Netty does: it is logged, and on it goes
      failures.add(failure);
    } finally {
      running = false;
    }
    return true;
  }

  /** Lets time pass; what is due then waits to be run. Whether anything does. */
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

  /** The task that is run takes so long. */
  void work(Duration time) {
    ticker.advance(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** What tasks have thrown. */
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
        new UnsupportedOperationException("it ends with its test"));
  }

  @Override
  @Deprecated
  public void shutdown() {}
}
